package caravan.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a request that failed for now is tried again; its host may rest for longer. A pure function but for its jitter.
 *
 * @param retries  tries after the first
 * @param firstWait before the first of them; doubled before each later one
 * @param maxWait  never longer
 * @param jitter   between 0 and 1: up to a tenth of a computed wait is added, so that requests that failed together do
 *                 not come back together
 */
public record RetryPolicy(int retries, Duration firstWait, Duration maxWait, DoubleSupplier jitter) {
    private static final double JITTER_SHARE = 0.1;

    /** @param count tries after the first; negative for this policy's own number */
    public RetryPolicy withRetries(int count) {
        return count < 0 ? this : new RetryPolicy(count, firstWait, maxWait, jitter);
    }

    /**
     * @param attempt 0 when the first try has just failed
     * @return empty when that was the last
     */
    public Optional<Duration> waitAfter(int attempt) {
        return attempt >= retries ? Optional.empty() : Optional.of(backOff(attempt));
    }

    /** Answers that may be different the next time (RFC 9110 § 15, and what gateways use beyond it). */
    public static boolean isTransient(int status) {
        return switch (status) {
            case 408, 425, 429, 500, 502, 503, 504, 522, 524 -> true;
            default -> false;
        };
    }

    /** Answers by which a host asks to be left alone. */
    public static boolean asksForRest(int status) {
        return status == 429 || status == 503;
    }

    private Duration backOff(int attempt) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(attempt, 20));
        Duration bounded = wait.compareTo(maxWait) > 0 ? maxWait : wait;
        return bounded.plusNanos((long) (bounded.toNanos() * JITTER_SHARE * jitter.getAsDouble()));
    }
}
