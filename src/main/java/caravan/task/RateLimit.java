package caravan.task;

import java.time.Duration;

/**
 * No more than so many requests of a task in a time, as a token bucket.
 *
 * @param events requests in each {@code per}, at least 1
 * @param per    longer than 0
 * @param burst  requests that may go out at once after a rest, at least 1
 */
public record RateLimit(int events, Duration per, int burst) {
    public RateLimit {
        if (events < 1 || burst < 1) {
            throw new IllegalArgumentException("events and burst must be at least 1");
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("per must be longer than 0");
        }
    }
}
