package caravan.frontier.rocksdb;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Fingerprints that were seen lately, in all stores of a process, so that the links which every page of a site has do
 * not cost a look into the store each: one that is here was seen, one that is not may have been. Two stores write the
 * same text as different fingerprints, so they do not get into each other's way. Thread-safe.
 */
final class RecentlySeen {
    /** Marks a free place; this fingerprint is never remembered. */
    private static final long FREE = 0;

    private final AtomicLongArray places;

    /** @param bytes at most, at least 64 */
    RecentlySeen(long bytes) {
        places = new AtomicLongArray((int) Math.min(1 << 28, Long.highestOneBit(bytes / Long.BYTES)));
    }

    boolean holds(long fingerprint) {
        return fingerprint != FREE && places.getOpaque(placeOf(fingerprint)) == fingerprint;
    }

    void add(long fingerprint) {
        places.setOpaque(placeOf(fingerprint), fingerprint);
    }

    void remove(long fingerprint) {
        if (holds(fingerprint)) {
            places.setOpaque(placeOf(fingerprint), FREE);
        }
    }

    /** Forgets all, of other stores too: they look into theirs for a while. */
    void clear() {
        for (int i = 0; i < places.length(); i++) {
            places.setOpaque(i, FREE);
        }
    }

    private int placeOf(long fingerprint) {
        return (int) fingerprint & (places.length() - 1);
    }
}
