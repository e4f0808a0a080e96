package caravan.frontier;

import caravan.crawl.Request;

/**
 * A request that its queue has lent.
 *
 * @param place where it stood, for its queue to know
 */
public record Held(Request request, Object place) {}
