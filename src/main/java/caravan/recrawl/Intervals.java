package caravan.recrawl;

import caravan.task.Recrawl;
import java.time.Duration;
import java.time.Instant;

/**
 * How long until a page is looked at again: what changes is looked at twice as often from then on, what does not is
 * left alone half as long again, within the bounds of the task. Pure functions.
 */
final class Intervals {
    /** Runs never begin to the second: a page is taken along in one that comes earlier by this part of its interval. */
    private static final int TOLERANCE = 10;

    private Intervals() {}

    /**
     * @param before   until this look; zero where this was the first
     * @param schedule between two runs of the task; zero where it has none
     * @param changed  whether the page was another at this look
     * @return until the next look; zero for the next run, whenever that is
     */
    static Duration next(Recrawl bounds, Duration before, Duration schedule, boolean changed) {
        if (!bounds.adapts()) {
            return Duration.ZERO;
        }
        if (before.isZero()) {
            return within(bounds, schedule);
        }
        return within(
                bounds, changed ? before.dividedBy(2) : before.multipliedBy(3).dividedBy(2));
    }

    private static Duration within(Recrawl bounds, Duration interval) {
        Duration least = interval.compareTo(bounds.min()) < 0 ? bounds.min() : interval;
        return least.compareTo(bounds.max()) > 0 ? bounds.max() : least;
    }

    static boolean isDue(Instant dueAt, Duration interval, Instant now) {
        return !dueAt.minus(interval.dividedBy(TOLERANCE)).isAfter(now);
    }
}
