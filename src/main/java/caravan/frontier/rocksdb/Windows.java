package caravan.frontier.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many of the queued requests are in memory, in all stores of a process: the first few of each host while there is
 * room, the first alone when there is none. Thread-safe.
 */
final class Windows {
    private static final int LARGE = 64;
    /** A request as JSON, its place, and what holds them. */
    private static final int BYTES_A_REQUEST = 300;

    private final long most;
    private final AtomicLong requests = new AtomicLong();

    /** @param bytes beyond which no host gets more than one request; what they are then is not taken away */
    Windows(long bytes) {
        this.most = bytes / BYTES_A_REQUEST;
    }

    int sizeOfOne() {
        return requests.get() < most ? LARGE : 1;
    }

    void add(int more) {
        requests.addAndGet(more);
    }
}
