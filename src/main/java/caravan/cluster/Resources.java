package caravan.cluster;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
     * Assigns a task to a worker.
     *
     * @throws CaravanException NOT_FOUND for an unknown task, ALREADY_EXISTS, UNAVAILABLE when no worker is there
     */
    public Worker add(String name) {
        if (tasks.find(name).isEmpty()) {
            throw CaravanException.notFound("no task named '" + name + "'");
        }
        Worker worker = Assignment.leastLoaded(directory.workers(), store.list())
                .orElseThrow(() -> new CaravanException(Kind.UNAVAILABLE, "no worker is there to take '" + name + "'"));
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        Resource fresh = new Resource(UUID.randomUUID().toString(), name, "", now, "", 0);
        if (!store.create(fresh.assignedTo(worker))) {
            throw new CaravanException(Kind.ALREADY_EXISTS, "resource '" + name + "' was added already");
        }
        return worker;
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
