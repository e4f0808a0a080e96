package caravan.cluster.etcd;

import caravan.cluster.Resource;
import caravan.cluster.Worker;
import caravan.etcd.Entry;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.etcd.EtcdTxn;
import caravan.testkit.EtcdServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A real etcd as a cluster's nodes see it. For one thread. */
final class EtcdFixture implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(3);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EtcdServer server = EtcdServer.start();
    private final Etcd etcd = new Etcd(EtcdSettings.plain(server.endpoint()));

    EtcdServer server() {
        return server;
    }

    Etcd etcd() {
        return etcd;
    }

    /** A connection for leases, with calls that are short against them. */
    Etcd leasing() {
        return leasing(server.port());
    }

    static Etcd leasing(int port) {
        return new Etcd(new EtcdSettings(
                List.of(URI.create("http://127.0.0.1:" + port)),
                Optional.empty(),
                EtcdSettings.Tls.DEFAULT,
                LEASE.dividedBy(4)));
    }

    /** Deletes everything. */
    void clear() {
        List<Entry> all = etcd.list("/").entries();
        for (int from = 0; from < all.size(); from += EtcdTxn.MAX_OPERATIONS) {
            EtcdTxn txn = new EtcdTxn();
            all.subList(from, Math.min(all.size(), from + EtcdTxn.MAX_OPERATIONS))
                    .forEach(entry -> txn.delete(entry.key()));
            etcd.commit(txn);
        }
    }

    /** The proof of a leader that stands as long as its key does. */
    Fence lead() {
        String key = Keys.ELECTION + "1";
        return new Fence(
                key, etcd.commit(new EtcdTxn().put(key, "the leader's")).revision());
    }

    Worker register(String id) {
        Worker worker = new Worker(id, "127.0.0.1:1");
        server.put(
                Keys.worker(id),
                ClusterJson.write(new WorkerEntry(id, worker.address(), "", worker.capacity(), "", id, "")));
        return worker;
    }

    static Resource pending(String name, String id) {
        return new Resource(id, name, "", 1, "", 0);
    }

    @Override
    public void close() {
        etcd.close();
        server.close();
    }
}
