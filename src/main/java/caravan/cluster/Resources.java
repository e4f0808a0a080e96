package caravan.cluster;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.task.Task;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the leader does with resources: add, delete, reassign; and what any master does with definitions. Thread-safe.
 */
public final class Resources {
    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final ResourceStore store;
    private final ResourceReader view;
    private final Templates templates;
    private final WorkerDirectory workers;
    private final InstantSource clock;
    private final Placements placements;

    /**
     * @param view    of what is stored, from memory, to find out who has how much
     * @param workers from memory as well
     */
    public Resources(
            ResourceStore store,
            ResourceReader view,
            Templates templates,
            WorkerDirectory workers,
            InstantSource clock) {
        this.store = store;
        this.view = view;
        this.templates = templates;
        this.workers = workers;
        this.clock = clock;
        this.placements = new Placements(view, workers);
    }

    /** Assigns the task of that name to a worker, without values. */
    public Worker add(String name, String id) {
        return add(new ResourceCommand(id, name, "", Map.of(), ""));
    }

    /**
     * Assigns a task to a worker. Adding with the same id again changes nothing and succeeds.
     *
     * @throws CaravanException NOT_FOUND for an unknown task, INVALID when the values are not what it needs,
     *                          ALREADY_EXISTS, UNAVAILABLE when no worker has room
     */
    public Worker add(ResourceCommand wanted) {
        String id = Optional.of(wanted.id()).filter(given -> !given.isEmpty()).orElseGet(() -> UUID.randomUUID()
                .toString());
        try {
            return assign(Resource.pending(id, wanted.name(), clock.instant()).by(wanted.task(), wanted.values()));
        } catch (CaravanException e) {
            return madeBefore(wanted).orElseThrow(() -> e);
        }
    }

    private Worker assign(Resource pending) {
        templates.taskOf(pending);
        String name = pending.name();
        Worker worker = placements
                .reserve(name)
                .orElseThrow(() -> new CaravanException(Kind.UNAVAILABLE, "no worker is there to take '" + name + "'"));
        try {
            if (!store.create(pending.assignedTo(worker))) {
                throw new CaravanException(Kind.ALREADY_EXISTS, "resource '" + name + "' was added already");
            }
            return worker;
        } finally {
            placements.release(name);
        }
    }

    /** The worker of the resource that an earlier attempt of the same request has made. */
    private Optional<Worker> madeBefore(ResourceCommand wanted) {
        return wanted.id().isEmpty()
                ? Optional.empty()
                : store.find(wanted.name())
                        .filter(resource -> resource.id().equals(wanted.id()))
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

    /**
     * Stores a definition, if every resource that is crawled by it can go on with it.
     *
     * @return true when there was none of that name before
     * @throws CaravanException INVALID naming a resource that could not; nothing has changed then
     */
    public boolean define(Task task) {
        requireFit(task);
        return templates.tasks().put(task);
    }

    /** @throws CaravanException INVALID naming a resource that could not go on with this definition of it */
    public void requireFit(Task task) {
        store.list().stream()
                .filter(resource -> resource.definition().equals(task.name()))
                .forEach(resource -> requireFit(task, resource));
    }

    private void requireFit(Task task, Resource resource) {
        try {
            templates.fill(task, resource);
        } catch (CaravanException e) {
            throw CaravanException.invalid(
                    "resource '" + resource.name() + "' could not go on with it: " + e.getMessage());
        }
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
