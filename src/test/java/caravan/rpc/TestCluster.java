package caravan.rpc;

import caravan.cluster.ResourceStore;
import caravan.cluster.Resources;
import caravan.cluster.Worker;
import caravan.cluster.WorkerDirectory;
import caravan.cluster.local.LocalResourceStore;
import caravan.cluster.local.LocalTaskStore;
import caravan.task.Tasks;
import java.time.InstantSource;
import java.util.List;

/** What the masters of a test have in common: a task named "news", another named "books", and one worker. */
final class TestCluster implements WorkerDirectory {
    static final Worker WORKER = new Worker("w1", "127.0.0.1:8081");

    final ResourceStore store = new LocalResourceStore();
    private volatile List<Worker> workers = List.of(WORKER);
    private volatile RuntimeException fault;

    Resources resources() {
        LocalTaskStore tasks = new LocalTaskStore();
        List.of("news", "books")
                .forEach(name -> tasks.put(
                        Tasks.codec().readJson("{\"name\":\"" + name + "\",\"seeds\":[\"http://h/\"]}", "task")));
        return new Resources(store, store, tasks, this, InstantSource.system());
    }

    void loseWorkers() {
        workers = List.of();
    }

    void failWith(RuntimeException thrown) {
        fault = thrown;
    }

    @Override
    public List<Worker> workers() {
        if (fault != null) {
            throw fault;
        }
        return workers;
    }
}
