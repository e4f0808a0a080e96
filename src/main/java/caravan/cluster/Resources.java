package caravan.cluster;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the leader does with resources: add, delete, reassign. Thread-safe. */
public final class Resources {
    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final ResourceStore store;
    private final ResourceReader view;
    private final TaskStore tasks;
    private final WorkerDirectory workers;
    private final InstantSource clock;
    private final Placements placements;

    /**
     * @param view    of what is stored, from memory, to find out who has how much
     * @param workers from memory as well
     */
    public Resources(
            ResourceStore store, ResourceReader view, TaskStore tasks, WorkerDirectory workers, InstantSource clock) {
        this.store = store;
        this.view = view;
        this.tasks = tasks;
        this.workers = workers;
        this.clock = clock;
        this.placements = new Placements(view, workers);
    }

    /**
     * Assigns a task to a worker. Adding with the same id again changes nothing and succeeds.
     *
     * @param id of the resource to be; empty for a new one
     * @throws CaravanException NOT_FOUND for an unknown task, ALREADY_EXISTS, UNAVAILABLE when no worker has room
     */
    public Worker add(String name, String id) {
        try {
            return assign(name, id.isEmpty() ? UUID.randomUUID().toString() : id);
        } catch (CaravanException e) {
            return madeBefore(name, id).orElseThrow(() -> e);
        }
    }

    private Worker assign(String name, String id) {
        if (tasks.find(name).isEmpty()) {
            throw CaravanException.notFound("no task named '" + name + "'");
        }
        Worker worker = placements
                .reserve(name)
                .orElseThrow(() -> new CaravanException(Kind.UNAVAILABLE, "no worker is there to take '" + name + "'"));
        try {
            Resource fresh = Resource.pending(id, name, clock.instant()).assignedTo(worker);
            if (!store.create(fresh)) {
                throw new CaravanException(Kind.ALREADY_EXISTS, "resource '" + name + "' was added already");
            }
            return worker;
        } finally {
            placements.release(name);
        }
    }

    /** The worker of the resource that an earlier attempt of the same request has made. */
    private Optional<Worker> madeBefore(String name, String id) {
        return id.isEmpty()
                ? Optional.empty()
                : store.find(name)
                        .filter(resource -> resource.id().equals(id))
                        .map(resource -> new Worker(resource.workerId(), addressOf(resource)));
    }

    private String addressOf(Resource resource) {
        return workers.workers().stream()
                .filter(worker -> worker.id().equals(resource.workerId()))
                .map(Worker::address)
                .findFirst()
                .orElse("");
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

    /** Gives resources whose worker is gone, or that had none yet, to workers that are there. */
    public void reassign() {
        List<ResourceStore.Move> wanted = Assignment.moves(workers.workers(), view.list());
        if (!wanted.isEmpty()) {
            LOG.info(
                    "reassigned {} of {} resources without a worker",
                    store.moveAll(wanted).size(),
                    wanted.size());
        }
    }

    private static CaravanException missing(String name) {
        return CaravanException.notFound("no resource named '" + name + "'");
    }
}
