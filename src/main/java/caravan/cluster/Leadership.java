package caravan.cluster;

import caravan.CaravanException;
import java.util.Optional;

/** Who leads, as far as this process knows now. Thread-safe; answers from memory. */
public interface Leadership {
    /** What a change is answered where it cannot be made. Nothing of it has been done then. */
    String NOT_LEADING = "this master does not lead";

    static CaravanException notLeading() {
        return new CaravanException(CaravanException.Kind.UNAVAILABLE, NOT_LEADING);
    }

    static CaravanException leaderless() {
        return new CaravanException(CaravanException.Kind.UNAVAILABLE, "no master leads at the moment");
    }

    /** @return empty while nobody is known to lead */
    Optional<Leader> leader();

    /** Whether this process leads and may act on it. */
    boolean isLeader();
}
