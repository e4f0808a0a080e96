package caravan.task;

import java.time.Duration;
import java.util.List;

/**
 * How far and how gently a task crawls.
 *
 * @param depth    links from a seed at most; 0 fetches the seeds alone
 * @param maxPages pages recorded at most; 0 for no limit
 * @param delay    least time between two requests to one host; 0 for none
 * @param perHost  requests to one host at the same time, 1 to 1000
 * @param rates    limits of which every request must pass all
 * @param maxWait  each request waits a random time up to this before it goes out, besides the delay; 0 for none
 */
public record TaskLimits(
        int depth, long maxPages, Duration delay, int perHost, List<RateLimit> rates, Duration maxWait) {
    public TaskLimits {
        require(depth >= 0, "depth cannot be negative, was " + depth);
        require(maxPages >= 0, "max-pages cannot be negative, was " + maxPages);
        require(!delay.isNegative(), "delay cannot be negative, was " + delay);
        require(perHost >= 1 && perHost <= 1000, "per-host must be 1 to 1000, was " + perHost);
        require(!maxWait.isNegative(), "wait cannot be negative, was " + maxWait);
        rates = List.copyOf(rates);
    }

    /** With no rates and no random wait. */
    public TaskLimits(int depth, long maxPages, Duration delay, int perHost) {
        this(depth, maxPages, delay, perHost, List.of(), Duration.ZERO);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
