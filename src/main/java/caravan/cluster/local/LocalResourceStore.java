package caravan.cluster.local;

import caravan.cluster.Resource;
import caravan.cluster.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The resources of a process that is its own cluster: in memory and, where it is given a folder, in files that the next
 * process begins with. Thread-safe; changes hold its lock, also while the disk is written, questions do not.
 */
public final class LocalResourceStore implements ResourceStore {
    private static final String FOLDER = "resources";

    private final Keeper<Resource> keeper;
    private final ConcurrentSkipListMap<String, Resource> resources = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** One that forgets all when the process ends. */
    public LocalResourceStore() {
        this(Keeper.nothing());
    }

    /** @throws caravan.CaravanException INVALID when a file that is there cannot be read */
    public LocalResourceStore(DataFolder data) {
        this(data.files(FOLDER, new ResourceForm()));
    }

    private LocalResourceStore(Keeper<Resource> keeper) {
        this.keeper = keeper;
        resources.putAll(keeper.load());
    }

    @Override
    public boolean create(Resource resource) {
        boolean created = created(resource);
        if (created) {
            announce();
        }
        return created;
    }

    private synchronized boolean created(Resource resource) {
        if (resources.containsKey(resource.name())) {
            return false;
        }
        put(resource);
        return true;
    }

    private void put(Resource resource) {
        keeper.keep(resource.name(), resource);
        resources.put(resource.name(), resource);
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
        Optional<Resource> deleted = deleted(name);
        deleted.ifPresent(gone -> announce());
        return deleted;
    }

    private synchronized Optional<Resource> deleted(String name) {
        if (!resources.containsKey(name)) {
            return Optional.empty();
        }
        keeper.forget(name);
        return Optional.ofNullable(resources.remove(name));
    }

    @Override
    public List<Move> moveAll(List<Move> moves) {
        List<Move> made = new ArrayList<>();
        try {
            moves.stream().filter(this::moved).forEach(made::add);
            return made;
        } finally {
            if (!made.isEmpty()) {
                announce();
            }
        }
    }

    private synchronized boolean moved(Move move) {
        if (!move.seen().equals(resources.get(move.seen().name()))) {
            return false;
        }
        put(move.moved());
        return true;
    }

    /** Has {@code listener} called after each change, on a thread that must not be held up. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void announce() {
        listeners.forEach(Runnable::run);
    }
}
