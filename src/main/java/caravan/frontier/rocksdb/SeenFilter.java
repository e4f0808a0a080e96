package caravan.frontier.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Which fingerprints a store may hold, in the heap, so that what is new needs no look at the disk. Bloom filters, each
 * larger than the one before and begun when that one is full (scalable Bloom filters, Almeida et al., 2007). Where
 * there is no room for a larger one the last takes what comes and excludes less and less, until it is of no use and
 * goes. Thread-safe.
 */
final class SeenFilter implements AutoCloseable {
    private static final int LEAST = 8192;
    private static final int GROWTH = 4;
    /** Takes 700 MB. */
    private static final int LARGEST = 1 << 29;
    /** With so many times what it was made for, it takes about half of all others for held. */
    private static final int USELESS = 3;

    private final Semaphore roomKib;
    private final List<SplitBlockBloom> filters = new ArrayList<>();
    private int takenKib;
    private int madeFor;
    private long inLast;
    private boolean complete;
    private boolean gone;

    /**
     * @param roomKib  for the filters of all stores; where it is too small from the start nothing is excluded
     * @param expected how many there will be soon
     */
    SeenFilter(Semaphore roomKib, long expected) {
        this.roomKib = roomKib;
        if (expected <= LARGEST) {
            grow((int) Math.max(LEAST, expected));
        }
        gone = filters.isEmpty();
    }

    private void grow(int fingerprints) {
        int kib = Math.toIntExact((SplitBlockBloom.bytes(fingerprints) >> 10) + 1);
        if (roomKib.tryAcquire(kib)) {
            takenKib += kib;
            madeFor = fingerprints;
            inLast = 0;
            filters.add(new SplitBlockBloom(fingerprints));
        }
    }

    synchronized void add(long fingerprint) {
        if (gone || mayHold(fingerprint)) {
            return;
        }
        if (inLast >= madeFor && madeFor <= LARGEST / GROWTH) {
            grow(madeFor * GROWTH);
        }
        if (inLast / USELESS >= madeFor) {
            close();
            return;
        }
        filters.get(filters.size() - 1).add(fingerprint);
        inLast++;
    }

    /** All that the store holds was added. */
    synchronized void completed() {
        complete = true;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    /** @return true: the store does not hold it; false: it may */
    synchronized boolean excludes(long fingerprint) {
        return complete && !gone && !mayHold(fingerprint);
    }

    private boolean mayHold(long fingerprint) {
        for (SplitBlockBloom filter : filters) {
            if (filter.mayHold(fingerprint)) {
                return true;
            }
        }
        return false;
    }

    /** It excludes nothing any more, and takes no room. */
    synchronized boolean isGone() {
        return gone;
    }

    /** Leaves its room to the others. */
    @Override
    public synchronized void close() {
        gone = true;
        filters.clear();
        roomKib.release(takenKib);
        takenKib = 0;
    }
}
