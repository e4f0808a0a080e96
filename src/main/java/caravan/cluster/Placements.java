package caravan.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Picks workers for resources that are being added: what is under way counts like what is stored, each name once
 * however often it is being added. Thread-safe; holds its lock for work in memory only.
 */
final class Placements {
    private final ResourceReader stored;
    private final WorkerDirectory workers;
    private final Map<String, Place> underWay = new HashMap<>();

    private record Place(Worker worker, int users) {}

    Placements(ResourceReader stored, WorkerDirectory workers) {
        this.stored = stored;
        this.workers = workers;
    }

    /** @return empty when no worker has room; else {@link #release} is to follow */
    synchronized Optional<Worker> reserve(String name) {
        Optional<Worker> picked = Optional.ofNullable(underWay.get(name))
                .map(Place::worker)
                .or(() -> Assignment.leastLoaded(workers.workers(), loads()));
        picked.ifPresent(worker -> underWay.merge(
                name, new Place(worker, 1), (there, fresh) -> new Place(there.worker(), there.users() + 1)));
        return picked;
    }

    synchronized void release(String name) {
        underWay.computeIfPresent(
                name, (same, place) -> place.users() == 1 ? null : new Place(place.worker(), place.users() - 1));
    }

    private Map<String, Integer> loads() {
        Map<String, Integer> loads = new HashMap<>(stored.loads());
        underWay.forEach((name, place) -> {
            if (stored.find(name).isEmpty()) {
                loads.merge(place.worker().id(), 1, Integer::sum);
            }
        });
        return loads;
    }
}
