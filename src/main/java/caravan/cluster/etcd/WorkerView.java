package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Worker;
import caravan.cluster.WorkerDirectory;
import caravan.etcd.WatchEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The workers as the watch over {@link Keys#WORKERS} told last. Thread-safe. */
public final class WorkerView implements WorkerDirectory {
    private final Map<String, Worker> workers = new ConcurrentSkipListMap<>();
    private volatile boolean synced;

    public void apply(WatchEvent event) {
        String id = event.nameBelow(Keys.WORKERS);
        switch (event.type()) {
            case PUT ->
                ClusterJson.read(event.value(), WorkerEntry.class)
                        .ifPresentOrElse(entry -> workers.put(id, entry.worker(id)), () -> workers.remove(id));
            case DELETE -> workers.remove(id);
            case SYNCED -> synced = true;
            case RESTARTED -> {} // what has changed by that follows
        }
    }

    /** What is known is no longer kept up to date, until the next SYNCED. */
    public void unsync() {
        synced = false;
    }

    public boolean isSynced() {
        return synced;
    }

    @Override
    public List<Worker> workers() {
        if (!synced) {
            throw new CaravanException(Kind.UNAVAILABLE, "this node is still reading who is there");
        }
        return List.copyOf(workers.values());
    }
}
