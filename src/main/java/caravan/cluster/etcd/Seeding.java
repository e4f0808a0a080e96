package caravan.cluster.etcd;

import caravan.cluster.Leadership;
import caravan.cluster.Resource;
import caravan.etcd.Etcd;
import caravan.task.Task;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the masters' configuration names into an empty cluster: definitions that etcd does not have, and seed tasks
 * that were never added before, to wait for a worker. For the leader, one thread at a time.
 */
public final class Seeding {
    private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);

    private final Etcd etcd;
    private final Supplier<Fence> fence;
    private final EtcdTaskStore tasks;
    private final List<Task> definitions;
    private final List<String> seedTasks;
    private boolean done;

    public Seeding(
            Etcd etcd, EtcdElection election, EtcdTaskStore tasks, List<Task> definitions, List<String> seedTasks) {
        this(etcd, election::requireFence, tasks, definitions, seedTasks);
    }

    /** @param fence throws UNAVAILABLE while this process does not lead */
    Seeding(Etcd etcd, Supplier<Fence> fence, EtcdTaskStore tasks, List<Task> definitions, List<String> seedTasks) {
        this.etcd = etcd;
        this.fence = fence;
        this.tasks = tasks;
        this.definitions = List.copyOf(definitions);
        this.seedTasks = List.copyOf(seedTasks);
    }

    /** Does what is still to be done; once done, nothing any more. */
    public void seed() {
        if (done) {
            return;
        }
        definitions.forEach(this::define);
        seedTasks.forEach(this::add);
        done = true;
    }

    private void define(Task task) {
        if (tasks.putIfAbsent(task, fence.get())) {
            LOG.info("defined task={}", task.name());
        }
    }

    private void add(String name) {
        String marker = Keys.SEEDED + name;
        String key = Keys.resource(name);
        Resource pending = Resource.pending(
                UUID.randomUUID().toString(), name, InstantSource.system().instant());
        boolean added = etcd.commit(fence.get()
                        .txn()
                        .ifAbsent(marker)
                        .ifAbsent(key)
                        .put(marker, pending.id())
                        .put(key, ClusterJson.write(pending)))
                .applied();
        if (added) {
            LOG.info("added seed task={}", name);
        } else {
            // Somebody added it before: that is the once. Whoever takes it away later means it.
            boolean marked = etcd.commit(fence.get().txn().ifAbsent(marker).put(marker, pending.id()))
                    .applied();
            if (!marked && etcd.get(marker).isEmpty()) {
                throw Leadership.notLeading(); // any more: that, and not the marker, is why etcd has refused
            }
        }
    }
}
