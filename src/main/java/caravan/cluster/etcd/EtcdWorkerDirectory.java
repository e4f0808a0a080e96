package caravan.cluster.etcd;

import caravan.cluster.Worker;
import caravan.cluster.WorkerDirectory;
import caravan.etcd.Etcd;
import java.util.List;
import java.util.Optional;

/** The workers that are registered in etcd, read anew each time. Thread-safe. */
public final class EtcdWorkerDirectory implements WorkerDirectory {
    private final Etcd etcd;

    public EtcdWorkerDirectory(Etcd etcd) {
        this.etcd = etcd;
    }

    @Override
    public List<Worker> workers() {
        return etcd.list(Keys.WORKERS).entries().stream()
                .map(entry -> ClusterJson.read(entry.value(), WorkerEntry.class)
                        .map(found -> found.worker(entry.key().substring(Keys.WORKERS.length()))))
                .flatMap(Optional::stream)
                .toList();
    }
}
