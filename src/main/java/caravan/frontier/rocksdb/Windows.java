package caravan.frontier.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many of the queued requests are in memory, in all stores of a process: the first of each host while there is
 * room, and a few of a host whose turn it is in any case, as one look at the disk brings several for the price of one.
 * Thread-safe.
 */
final class Windows {
    private static final int LARGE = 64;
    private static final int SMALL = 8;
    /** A request as JSON, its place, and what holds them. */
    private static final int BYTES_A_REQUEST = 300;

    private final long most;
    private final AtomicLong requests = new AtomicLong();

    /**
     * @param bytes beyond which no host gets more than a few requests, and beyond the double of it one; what they have
     *     is not taken away
     */
    Windows(long bytes) {
        this.most = bytes / BYTES_A_REQUEST;
    }

    /** How many requests of a host may be kept as they come. */
    int toKeep() {
        return requests.get() < most ? LARGE : 0;
    }

    /** How many requests of a host are to be read when its turn has come. */
    int toRead() {
        long now = requests.get();
        if (now < most) {
            return LARGE;
        }
        return now < 2 * most ? SMALL : 1;
    }

    void add(int more) {
        requests.addAndGet(more);
    }
}
