package caravan.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which worker takes a resource: the one with the fewest, ties by id. A pure function of what is stored. */
public final class Assignment {
    private Assignment() {}

    /** @return empty when there is no worker */
    public static Optional<Worker> leastLoaded(List<Worker> workers, Collection<Resource> resources) {
        Map<String, Long> load = resources.stream()
                .map(Resource::workerId)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return workers.stream()
                .min(Comparator.<Worker>comparingLong(worker -> load.getOrDefault(worker.id(), 0L))
                        .thenComparing(Worker::id));
    }
}
