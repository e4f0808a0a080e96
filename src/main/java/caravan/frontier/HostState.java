package caravan.frontier;

import java.time.Duration;

/**
 * What a frontier keeps of a host beyond its queue.
 *
 * @param delay     what it asked for between two requests
 * @param restUntil nothing is asked of it before, by the frontier's clock
 * @param setbacks  how often in a row it had to be left alone: what the length of the next rest goes by
 * @param failures  how often in a row, without an answer in between, it failed
 * @param reason    of the last of them; empty when there was none
 */
public record HostState(Duration delay, long restUntil, int setbacks, int failures, String reason) {
    public static final HostState NEW = new HostState(Duration.ZERO, 0, 0, 0, "");

    HostState delayed(Duration asked) {
        return new HostState(asked, restUntil, setbacks, failures, reason);
    }

    /** Whether it says anything when its rest is over. */
    boolean isWorthKeeping() {
        return !delay.isZero() || setbacks > 0 || failures > 0;
    }

    HostState resting(long until) {
        return new HostState(delay, Math.max(restUntil, until), setbacks, failures, reason);
    }
}
