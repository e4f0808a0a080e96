package caravan.frontier.rocksdb;

import caravan.crawl.Request;
import java.time.Instant;
import java.util.Optional;

/**
 * A request in a queue.
 *
 * @param notBefore when it may go, as far as that is noted; empty for when its turn comes
 */
public record QueuedRequest(Request request, Optional<Instant> notBefore) {}
