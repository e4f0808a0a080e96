package caravan.frontier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Nanoseconds since this object was made, on a monotonic source. Immutable; any thread may read it.
 *
 * <p>Why not the source itself: {@link System#nanoTime} may be negative and wrap, so its values can only be subtracted.
 * Counting from zero and capping what is added leaves times that plain {@code <} and {@code max} order correctly.
 */
public final class NanoClock {
    /** A server may ask for any wait; more than a century is all the same, and would overflow when added to a time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final LongSupplier source;
    private final long zero;
    private final long wallZero;

    NanoClock(LongSupplier source) {
        this(source, InstantSource.system());
    }

    /**
     * @param source monotonic, such as {@link System#nanoTime}
     * @param wall   what {@link #toWall} goes by. It is read once: when it is set, waits do not change
     */
    public NanoClock(LongSupplier source, InstantSource wall) {
        this.source = source;
        this.zero = source.getAsLong();
        this.wallZero = ChronoUnit.NANOS.between(Instant.EPOCH, wall.instant());
    }

    public long now() {
        return source.getAsLong() - zero;
    }

    /** @return a time of this clock as nanoseconds since 1970-01-01 UTC, which outlives the process */
    public long toWall(long time) {
        return wallZero + time;
    }

    /** @return the same, for people */
    Instant instant(long time) {
        return Instant.EPOCH.plusNanos(toWall(time));
    }

    /** @return what {@link #toWall} was given, by this clock */
    public long fromWall(long epochNanos) {
        return epochNanos - wallZero;
    }

    /** @return the duration in nanoseconds, between zero and a century */
    static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
    }
}
