package caravan.cluster.local;

import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.cluster.Worker;
import caravan.cluster.WorkerDirectory;
import java.util.List;
import java.util.Optional;

/** A process that is its own cluster: it always leads, and it is the only worker. Immutable. */
public record LocalNode(String id, String address) implements Leadership, WorkerDirectory {

    @Override
    public Optional<Leader> leader() {
        return Optional.of(new Leader(id, address));
    }

    @Override
    public boolean isLeader() {
        return true;
    }

    @Override
    public List<Worker> workers() {
        return List.of(new Worker(id, address));
    }
}
