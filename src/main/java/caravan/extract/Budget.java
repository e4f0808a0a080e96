package caravan.extract;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What reading one page may cost. Elements stand inside one another, so a page can hold its own text many times over:
 * without a bound five megabytes would become a gigabyte. For one thread.
 */
final class Budget {
    private static final long SCANNED_ANYWAY = 16L << 20;
    private static final long KEPT_ANYWAY = 1L << 20;
    private static final int SCANS_OF_A_PAGE = 64;
    /** In characters. */
    private static final int NODE_COST = 32;
    /** What a value takes besides its text. */
    private static final int VALUE_COST = 16;

    private static final int CALLS_BETWEEN_CHECKS = 256;

    private int longest = (int) KEPT_ANYWAY;
    private final LongSupplier nanoClock;
    private final long start;
    private int calls;
    private long toScan = SCANNED_ANYWAY;
    private long toKeep = KEPT_ANYWAY;

    Budget(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        start = nanoClock.getAsLong();
    }

    /** The page has more in it than its size allows; what was read so far stands. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException(String message) {
            super(message, null, false, false);
        }
    }

    /** The page's text has that many characters; what may be taken of it grows with them. */
    void grow(int pageLength) {
        longest = (int) Math.min(Integer.MAX_VALUE, longest + (long) pageLength);
        toScan += (long) SCANS_OF_A_PAGE * pageLength;
        toKeep += 2L * pageLength;
    }

    /** A step of work was done that is as long as the page at most. */
    void tick() {
        boolean late =
                ++calls % CALLS_BETWEEN_CHECKS == 0 && nanoClock.getAsLong() - start > ExtractLimits.MAX_TIME.toNanos();
        if (late) {
            throw new SpentException("the page takes more than " + ExtractLimits.MAX_TIME.toSeconds()
                    + " s to read; what follows was not read");
        }
    }

    /** So many nodes of a tree were copied. */
    void copied(int nodes) {
        toScan -= (long) NODE_COST * nodes;
        scan("");
    }

    /** A text was taken from the page to be looked through. */
    String scan(String text) {
        toScan -= text.length();
        if (toScan < 0) {
            throw new SpentException("parts of the page hold one another too often; what follows was not read");
        }
        return text;
    }

    /** A value goes into an item or a link. */
    void keep(Object value) {
        toKeep -= VALUE_COST + (value instanceof String text ? text.length() : 0);
        if (toKeep < 0) {
            throw new SpentException("the values are larger than the page; what follows was not read");
        }
        if (value instanceof Iterable<?> several) {
            several.forEach(this::keep);
        } else if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(this::keep);
            map.values().forEach(this::keep);
        }
    }

    /** Characters that one text may have after a transform. */
    int longest() {
        return longest;
    }
}
