package caravan.frontier;

import java.time.Duration;

/**
 * What a setback of a host led to.
 *
 * @param left     how long the host is left alone from now; zero when it goes on being asked
 * @param isNew    whether the rest began with this setback, and not with one before
 * @param givenUp  whether the host is given up, as it had rested often enough
 * @param requests how many requests were queued for it and given up just now
 */
public record Rest(Duration left, boolean isNew, boolean givenUp, int requests) {
    static final Rest NONE = new Rest(Duration.ZERO, false, false, 0);
}
