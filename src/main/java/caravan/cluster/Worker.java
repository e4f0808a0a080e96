package caravan.cluster;

/**
 * A process that runs crawls.
 *
 * @param id       stable over restarts
 * @param address  {@code host:port} of its REST interface
 * @param capacity how many resources it takes
 */
public record Worker(String id, String address, int capacity) {
    public static final int DEFAULT_CAPACITY = 10_000;

    public Worker(String id, String address) {
        this(id, address, DEFAULT_CAPACITY);
    }
}
