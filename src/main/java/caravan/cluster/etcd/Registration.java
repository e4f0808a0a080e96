package caravan.cluster.etcd;

import caravan.etcd.Etcd;
import caravan.etcd.LeasedKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's place among the workers, under its id, which no other may have. A process that was killed holds its place
 * until its lease ends; one that goes on holding it is alive, and this one is then refused. Thread-safe.
 */
public final class Registration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final WorkerEntry self;
    private final Duration patience;
    private final LeasedKey key;
    private final CompletableFuture<String> refused = new CompletableFuture<>();

    /** @param leasing of its own; closed with this */
    public Registration(Etcd leasing, Duration lease, WorkerEntry self) {
        this.self = self;
        this.patience = lease.plus(MARGIN);
        this.key = new LeasedKey(leasing, lease, claim(), listener());
    }

    public void start() {
        key.start();
    }

    public LeasedKey key() {
        return key;
    }

    /** Done, with the reason, once it is clear that another process has this worker's id. */
    public CompletableFuture<String> refused() {
        return refused;
    }

    private LeasedKey.Claim claim() {
        String value = ClusterJson.write(self);
        return new LeasedKey.Claim() {
            @Override
            public String key(long lease) {
                return Keys.worker(self.id());
            }

            @Override
            public String value() {
                return value;
            }
        };
    }

    private LeasedKey.Listener listener() {
        return new LeasedKey.Listener() {
            @Override
            public void held(long revision) {
                LOG.info("registered id={}", self.id());
            }

            @Override
            public void lost() {
                LOG.warn("lost the registration; crawling stops until it stands again");
            }

            @Override
            public void taken(String value, Duration time) {
                if (time.isZero()) {
                    LOG.info("id={} is still held by a process that is gone or alive; waiting to see", self.id());
                } else if (time.compareTo(patience) > 0) {
                    refused.complete("another worker has the id '" + self.id() + "'"
                            + ClusterJson.read(value, WorkerEntry.class)
                                    .map(other -> ", at " + other.address())
                                    .orElse("")
                            + " (choose another by --id)");
                }
            }
        };
    }

    /** Gives the place up: what was assigned to this worker goes to others at once. */
    @Override
    public void close() {
        key.close();
    }
}
