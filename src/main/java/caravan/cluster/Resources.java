package caravan.cluster;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the leader does with resources: add, delete, look up. Thread-safe. */
public final class Resources {
    private final ResourceStore store;
    private final TaskStore tasks;
    private final WorkerDirectory directory;
    private final InstantSource clock;

    public Resources(ResourceStore store, TaskStore tasks, WorkerDirectory directory, InstantSource clock) {
        this.store = store;
        this.tasks = tasks;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Assigns a task to a worker, under an id made here.
     *
     * @throws CaravanException as {@link #add(String, String)}
     */
    public Worker add(String name) {
        return add(name, UUID.randomUUID().toString());
    }

    /**
     * Assigns a task to a worker. Asking again with the same id succeeds and changes nothing.
     *
     * @param id of the resource to be
     * @return who has it; without an address where that worker is gone by now
     * @throws CaravanException NOT_FOUND for an unknown task, ALREADY_EXISTS, UNAVAILABLE when no worker is there
     */
    public Worker add(String name, String id) {
        return added(name, id).orElseGet(() -> assign(name, id));
    }

    private Worker assign(String name, String id) {
        if (tasks.find(name).isEmpty()) {
            throw CaravanException.notFound("no task named '" + name + "'");
        }
        Worker worker = Assignment.leastLoaded(directory.workers(), store.list())
                .orElseThrow(() -> new CaravanException(Kind.UNAVAILABLE, "no worker is there to take '" + name + "'"));
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        Resource fresh = new Resource(id, name, "", now, "", 0);
        if (store.create(fresh.assignedTo(worker))) {
            return worker;
        }
        return added(name, id)
                .orElseThrow(
                        () -> new CaravanException(Kind.ALREADY_EXISTS, "resource '" + name + "' was added already"));
    }

    /** Who has the resource, when it was added under this very id. */
    private Optional<Worker> added(String name, String id) {
        return store.find(name)
                .filter(resource -> resource.id().equals(id))
                .map(resource -> worker(resource.workerId()));
    }

    private Worker worker(String id) {
        return directory.workers().stream()
                .filter(worker -> worker.id().equals(id))
                .findFirst()
                .orElseGet(() -> new Worker(id, ""));
    }

    /**
     * @throws CaravanException NOT_FOUND when there is none of that name
     */
    public void delete(String name) {
        store.delete(name).orElseThrow(() -> missing(name));
    }

    /**
     * @throws CaravanException NOT_FOUND when there is none of that name
     */
    public Resource get(String name) {
        return store.find(name).orElseThrow(() -> missing(name));
    }

    public List<Resource> list() {
        return store.list();
    }

    private static CaravanException missing(String name) {
        return CaravanException.notFound("no resource named '" + name + "'");
    }
}
