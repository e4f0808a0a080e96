package caravan.frontier.rocksdb;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the queues is in memory, in all stores of a process: the first requests of each host while there is room,
 * and a few of a host whose turn it is, as one look at the disk brings several for the price of one. Thread-safe.
 */
final class Windows {
    private static final int FEW = 8;

    private final long most;
    private final AtomicLong used = new AtomicLong();

    /** @param bytes beyond which each host gets one request; what they have is not taken away */
    Windows(long bytes) {
        this.most = bytes;
    }

    /** Begins a store's part of it. */
    Share share() {
        return new Share();
    }

    /** What one store has in memory. Not thread-safe: guarded by its frontier's lock. */
    final class Share implements AutoCloseable {
        private long bytes;

        private Share() {}

        /** How many requests of a host may be kept as they come. */
        int toKeep() {
            return used.get() < most * 3 / 4 ? FEW : 0;
        }

        /** How many requests of a host are to be read when its turn has come. */
        int toRead() {
            return used.get() < most ? FEW : 1;
        }

        void add(long more) {
            bytes += more;
            used.addAndGet(more);
        }

        /** Leaves the room to the others. */
        @Override
        public void close() {
            add(-bytes);
        }
    }
}
