package caravan.frontier;

import java.time.Duration;
import java.util.Optional;

/**
 * A reason to leave a host alone for a while.
 *
 * @param reached whether it answered at all, and asked to be left alone
 * @param asked   for how long, where it said so
 * @param reason  in a few words, for a person
 */
public record Setback(boolean reached, Optional<Duration> asked, String reason) {

    /** It answered that it wants to be left alone. */
    public static Setback asked(Optional<Duration> forHowLong, String reason) {
        return new Setback(true, forHowLong, reason);
    }

    /** It could not be reached. */
    public static Setback failure(String reason) {
        return new Setback(false, Optional.empty(), reason);
    }
}
