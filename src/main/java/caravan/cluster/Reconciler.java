package caravan.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs on this worker in line with what is stored for it. It looks at states, never at single events, so
 * repeated, merged or reordered notices of change do no harm. Runs are told apart by resource id and epoch: a task that
 * was deleted and added again is a new run. For one thread at a time.
 */
public final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Opens and closes crawls for the reconciler. */
    public interface Runner {
        /**
         * @throws caravan.CaravanException when its task is unknown or cannot be run
         */
        void open(Resource resource);

        void close(String name);
    }

    private final String workerId;
    private final ResourceStore store;
    private final Runner runner;
    private final Map<String, Run> running = new HashMap<>();

    public Reconciler(String workerId, ResourceStore store, Runner runner) {
        this.workerId = workerId;
        this.store = store;
        this.runner = runner;
    }

    public synchronized void reconcile() {
        Map<String, Resource> desired = desired(store.list());
        List.copyOf(running.keySet()).stream()
                .filter(name -> !desired.containsKey(name) || !running.get(name).equals(Run.of(desired.get(name))))
                .forEach(this::close);
        desired.values().stream()
                .filter(resource -> !running.containsKey(resource.name()))
                .forEach(this::open);
    }

    private Map<String, Resource> desired(List<Resource> resources) {
        Map<String, Resource> mine = new HashMap<>();
        resources.stream()
                .filter(resource -> resource.workerId().equals(workerId))
                .forEach(resource -> mine.put(resource.name(), resource));
        return mine;
    }

    private void close(String name) {
        runner.close(name);
        running.remove(name);
    }

    private void open(Resource resource) {
        try {
            runner.open(resource);
            running.put(resource.name(), Run.of(resource));
        } catch (RuntimeException e) {
            // One resource that cannot be opened must not keep the others from running; it is tried at the next change.
            LOG.warn("cannot open crawl task={} id={}: {}", resource.name(), resource.id(), e.getMessage());
        }
    }

    private record Run(String id, long epoch) {
        static Run of(Resource resource) {
            return new Run(resource.id(), resource.epoch());
        }
    }
}
