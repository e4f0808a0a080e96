package caravan.cluster;

import java.util.Optional;

/** Who leads, as far as this process knows now. Thread-safe; answers from memory. */
public interface Leadership {

    /** @return empty while nobody is known to lead */
    Optional<Leader> leader();

    /** Whether this process leads and may act on it. */
    boolean isLeader();
}
