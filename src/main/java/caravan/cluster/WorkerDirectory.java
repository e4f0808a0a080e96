package caravan.cluster;

import java.util.List;

/** The workers that are alive. Thread-safe. */
public interface WorkerDirectory {

    /** @return in order of their ids */
    List<Worker> workers();
}
