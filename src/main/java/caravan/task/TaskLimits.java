package caravan.task;

import java.time.Duration;

/**
 * How far a task goes and how gently.
 *
 * @param depth    links followed from a seed at most; 0 fetches the seeds alone
 * @param maxPages pages recorded at most; 0 for no limit
 * @param delay    least time between two requests to one host
 * @param perHost  requests to one host at the same time, at least 1
 */
public record TaskLimits(int depth, long maxPages, Duration delay, int perHost) {
    public TaskLimits {
        require(depth >= 0, "depth cannot be negative, was " + depth);
        require(maxPages >= 0, "max-pages cannot be negative, was " + maxPages);
        require(!delay.isNegative(), "delay cannot be negative, was " + delay);
        require(perHost >= 1 && perHost <= 1000, "per-host must be 1 to 1000, was " + perHost);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
