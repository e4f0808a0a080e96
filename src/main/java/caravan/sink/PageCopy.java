package caravan.sink;

import caravan.crawl.Page;
import caravan.crawl.Request;

/**
 * A page for an archive. An archive's batch is a list of these.
 *
 * @param task    name of the crawl that fetched it
 * @param request that it answers
 */
public record PageCopy(String task, Request request, Page page) {}
