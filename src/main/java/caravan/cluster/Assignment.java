package caravan.cluster;

import caravan.cluster.ResourceStore.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which worker takes a resource: the one with the fewest, ties by id, none above its capacity. Pure functions of what
 * is stored.
 */
public final class Assignment {
    private Assignment() {}

    /** @return what it takes that every resource is with a worker that is there, as far as these have room */
    public static List<Move> moves(List<Worker> workers, Collection<Resource> resources) {
        Map<String, Integer> loads = loads(resources);
        List<String> there = workers.stream().map(Worker::id).toList();
        List<Move> moves = new ArrayList<>();
        resources.stream()
                .filter(resource -> !there.contains(resource.workerId()))
                .sorted(Comparator.comparing(Resource::name))
                .forEach(resource -> leastLoaded(workers, loads).ifPresent(worker -> {
                    loads.merge(worker.id(), 1, Integer::sum);
                    moves.add(new Move(resource, resource.assignedTo(worker)));
                }));
        return moves;
    }

    /** @return empty when there is no worker with room */
    public static Optional<Worker> leastLoaded(List<Worker> workers, Map<String, Integer> loads) {
        return workers.stream()
                .filter(worker -> loads.getOrDefault(worker.id(), 0) < worker.capacity())
                .min(Comparator.<Worker>comparingInt(worker -> loads.getOrDefault(worker.id(), 0))
                        .thenComparing(Worker::id));
    }

    static Map<String, Integer> loads(Collection<Resource> resources) {
        Map<String, Integer> loads = new HashMap<>();
        resources.forEach(resource -> loads.merge(resource.workerId(), 1, Integer::sum));
        return loads;
    }
}
