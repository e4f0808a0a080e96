package caravan.frontier;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Nanoseconds since this object was made, on a monotonic source. Immutable; any thread may read it.
 *
 * <p>Why not the source itself: {@link System#nanoTime} may be negative and wrap, so its values can only be subtracted.
 * Counting from zero and capping what is added leaves times that plain {@code <} and {@code max} order correctly.
 */
final class NanoClock {
    /** A server may ask for any wait; more than a century is all the same, and would overflow when added to a time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final LongSupplier source;
    private final long zero;

    NanoClock(LongSupplier source) {
        this.source = source;
        this.zero = source.getAsLong();
    }

    long now() {
        return source.getAsLong() - zero;
    }

    /** @return the duration in nanoseconds, between zero and a century */
    static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
    }
}
