package caravan.cluster;

/**
 * A process that runs crawls.
 *
 * @param id      stable over restarts
 * @param address {@code host:port} of its REST interface
 */
public record Worker(String id, String address) {}
