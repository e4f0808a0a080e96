package caravan.frontier;

import java.time.Duration;

/**
 * What a frontier keeps of a host beyond its queue.
 *
 * @param delay     what it asked for between two requests
 * @param restUntil nothing is asked of it before, by the frontier's clock
 * @param trouble   what counts against it
 */
public record HostState(Duration delay, long restUntil, Trouble trouble) {
    public static final HostState NEW = new HostState(Duration.ZERO, 0, Trouble.NONE);

    HostState delayed(Duration asked) {
        return new HostState(asked, restUntil, trouble);
    }

    /** Whether it says anything when its rest is over. */
    boolean isWorthKeeping() {
        return !delay.isZero() || !trouble.equals(Trouble.NONE);
    }

    HostState resting(long until) {
        return new HostState(delay, Math.max(restUntil, until), trouble);
    }

    HostState with(Trouble other) {
        return other.equals(trouble) ? this : new HostState(delay, restUntil, other);
    }

    /** Whether it rests because of a setback. */
    boolean isLeftAlone(long now) {
        return trouble.hasRested() && now < restUntil;
    }

    /** Whether it is given up: for as long as the rest lasts that it was given up with. */
    boolean isGivenUp(long now) {
        return trouble.givenUp() && now < restUntil;
    }
}
