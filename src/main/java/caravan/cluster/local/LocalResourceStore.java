package caravan.cluster.local;

import caravan.cluster.Resource;
import caravan.cluster.ResourceStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The resources of a process that is its own cluster. In memory; thread-safe. */
public final class LocalResourceStore implements ResourceStore {
    private final ConcurrentSkipListMap<String, Resource> resources = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public boolean create(Resource resource) {
        boolean created = resources.putIfAbsent(resource.name(), resource) == null;
        if (created) {
            announce();
        }
        return created;
    }

    @Override
    public Optional<Resource> find(String name) {
        return Optional.ofNullable(resources.get(name));
    }

    @Override
    public List<Resource> list() {
        return List.copyOf(resources.values());
    }

    @Override
    public Optional<Resource> delete(String name) {
        Optional<Resource> deleted = Optional.ofNullable(resources.remove(name));
        deleted.ifPresent(gone -> announce());
        return deleted;
    }

    @Override
    public List<Move> moveAll(List<Move> moves) {
        List<Move> made = moves.stream()
                .filter(move -> resources.replace(move.seen().name(), move.seen(), move.moved()))
                .toList();
        if (!made.isEmpty()) {
            announce();
        }
        return made;
    }

    /** Has {@code listener} called after each change, on a thread that must not be held up. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void announce() {
        listeners.forEach(Runnable::run);
    }
}
