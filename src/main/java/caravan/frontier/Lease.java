package caravan.frontier;

import caravan.crawl.Request;

/**
 * One request given out by a frontier. Whoever holds it must end it by exactly one of {@link Frontier#ack},
 * {@link Frontier#retry} or {@link Frontier#defer}. Compared by identity of {@code id}.
 *
 * @param id      unique within its frontier
 * @param request what to fetch
 */
public record Lease(long id, Request request) {}
