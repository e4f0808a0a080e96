package caravan.frontier;

import java.time.Duration;

/**
 * How gently one host is asked.
 *
 * @param perHost requests to one host at the same time, at least 1
 * @param delay   least time from the end of one request to the start of the next while {@code perHost} is 1, and
 *                between two starts in any case
 */
public record Politeness(int perHost, Duration delay) {
    public Politeness {
        if (perHost < 1) {
            throw new IllegalArgumentException("per-host must be at least 1, was " + perHost);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay cannot be negative, was " + delay);
        }
    }
}
