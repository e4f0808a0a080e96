package caravan.cluster.etcd;

/** All that the leader knows of the cluster, from the watches that run while it leads. Thread-safe. */
public record LeaderView(ResourceView resources, WorkerView workers) {

    /** Whether everything was listed since this master began to lead. */
    public boolean isReady() {
        return resources.isSynced() && workers.isSynced();
    }

    /** Leadership came or went: what is known is not to be relied on before it is listed again. */
    public void unsync() {
        resources.unsync();
        workers.unsync();
    }
}
