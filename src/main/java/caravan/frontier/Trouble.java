package caravan.frontier;

import java.time.Duration;

/**
 * What counts against a host: how often it had to be left alone, and how often it gave no answer.
 *
 * @param setbacks  what the length of the next rest goes by: rests so far, one soon after the other, whose length was
 *                  ours to choose; at least 1 after any rest, and 0 again when that was long ago
 * @param fruitless rests in a row, of any kind, after none of which it answered well
 * @param failures  how often in a row, without an answer in between, it could not be reached
 * @param lastRest  how long the last of its rests is
 * @param givenUp   whether it was given up when that began
 * @param reason    of the last setback; empty when there was none
 */
public record Trouble(int setbacks, int fruitless, int failures, Duration lastRest, boolean givenUp, String reason) {
    public static final Trouble NONE = new Trouble(0, 0, 0, Duration.ZERO, false, "");

    /** Whether it had to rest at all. */
    boolean hasRested() {
        return setbacks > 0 || fruitless > 0;
    }

    /** It could not be reached. */
    Trouble failedAgain(String why) {
        return new Trouble(setbacks, fruitless, failures + 1, lastRest, givenUp, why);
    }

    /** It could be reached, whatever it said. */
    Trouble reached() {
        if (!hasRested()) {
            return NONE;
        }
        return failures == 0 ? this : new Trouble(setbacks, fruitless, 0, lastRest, givenUp, reason);
    }

    /** It answered as hosts should, after its last rest. */
    Trouble answeredWell() {
        return setbacks > 0 ? new Trouble(setbacks, 0, 0, lastRest, false, reason) : NONE;
    }

    /** There was no setback for long. */
    Trouble longAgo() {
        return setbacks == 0 ? this : new Trouble(0, fruitless, failures, lastRest, givenUp, reason);
    }

    /** The rest that it was given up with is over: a wait for another reason does not go on with that. */
    Trouble overcome() {
        return givenUp ? new Trouble(setbacks, fruitless, failures, lastRest, false, reason) : this;
    }

    /** The rest that it has begun gets that long. */
    Trouble restingLonger(Duration rest, String why) {
        return new Trouble(setbacks, fruitless, failures, rest, givenUp, why);
    }
}
