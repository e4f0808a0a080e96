package caravan.frontier;

import caravan.crawl.Request;
import java.time.Instant;

/**
 * A request that was tried as often as it may be.
 *
 * @param request as it was tried last
 * @param reason  of the last failure, for a person to read
 * @param at      when it was given up
 */
public record GivenUp(Request request, String reason, Instant at) {}
