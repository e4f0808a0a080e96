package caravan.rpc;

import caravan.cluster.ResourceStore;
import caravan.cluster.Resources;
import caravan.cluster.Templates;
import caravan.cluster.Worker;
import caravan.cluster.WorkerDirectory;
import caravan.cluster.local.LocalResourceStore;
import caravan.cluster.local.LocalTaskStore;
import caravan.task.Tasks;
import java.time.InstantSource;
import java.util.List;

/**
 * What the masters of a test have in common: tasks named "news" and "books", a
 * template "shop" that needs a "site", and one worker.
 */
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
        tasks.put(Tasks.codec()
                .readJson(
                        "{\"name\":\"shop\",\"parameters\":{\"site\":null},\"seeds\":[\"http://${site}/\"]}", "task"));
        return new Resources(store, store, new Templates(tasks, Tasks.codec()), this, InstantSource.system());
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
