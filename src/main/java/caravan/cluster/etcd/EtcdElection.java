package caravan.cluster.etcd;

import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.etcd.Etcd;
import caravan.etcd.LeasedKey;
import caravan.etcd.PrefixState;
import caravan.etcd.PrefixWatch;
import caravan.etcd.WatchEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The election among masters. Each puts a key of its own under its lease; the one whose key was created first leads, as
 * long as it surely holds that key ({@link LeasedKey}). Nothing here trusts jetcd's own election, whose observers miss
 * changes. Thread-safe.
 */
public final class EtcdElection implements Leadership, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdElection.class);

    /**
     * What a candidate says of itself in etcd.
     *
     * @param id       of the master
     * @param address  {@code host:port} of its gRPC server
     * @param instance of this start of the process, unique
     */
    public record Candidate(String id, String address, String instance) {
        public Candidate {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(address, "address");
        }
    }

    private final LeasedKey own;
    private final PrefixWatch watch;
    private final Thread watching;
    private final ElectionView view = new ElectionView();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean led = new AtomicBoolean();

    /**
     * @param etcd    shared, for the watch
     * @param leasing of its own; closed with this
     */
    public EtcdElection(Etcd etcd, Etcd leasing, Duration ttl, Candidate self) {
        this.own = new LeasedKey(leasing, ttl, claimOf(self), listener());
        this.watch = new PrefixWatch(etcd, Keys.ELECTION, new PrefixState(), PrefixWatch.Options.DEFAULT, this::follow);
        this.watching = new Thread(watch, "election-watch");
        this.watching.setDaemon(true);
    }

    public void start() {
        watching.start();
        own.start();
    }

    @Override
    public Optional<Leader> leader() {
        return view.leader();
    }

    @Override
    public boolean isLeader() {
        return fence().isPresent();
    }

    /** @return the proof for a write; empty when this master does not surely lead */
    Optional<Fence> fence() {
        return own.held().filter(view::isFirst).map(held -> new Fence(held.key(), held.revision()));
    }

    /** The same for a write that cannot be made without. @throws caravan.CaravanException UNAVAILABLE */
    Fence requireFence() {
        return fence().orElseThrow(Leadership::notLeading);
    }

    /** Whether etcd answered lately. */
    public boolean isConnected() {
        return own.isConnected();
    }

    /** Has {@code listener} called when {@link #isLeader} has changed. It must be quick. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void follow(WatchEvent event) {
        view.follow(event);
        announce();
    }

    /** Both the watch and the lease come here: what was told last must be what holds. */
    private synchronized void announce() {
        boolean leads = isLeader();
        if (led.getAndSet(leads) != leads) {
            listeners.forEach(Runnable::run);
        }
    }

    private LeasedKey.Listener listener() {
        return new LeasedKey.Listener() {
            @Override
            public void held(long revision) {
                announce();
            }

            @Override
            public void lost() {
                LOG.warn("lost the lease on leadership; standing for election anew");
                announce();
            }
        };
    }

    private static LeasedKey.Claim claimOf(Candidate self) {
        return new LeasedKey.Claim() {
            @Override
            public String key(long lease) {
                return Keys.ELECTION + Long.toHexString(lease);
            }

            @Override
            public String value() {
                return ClusterJson.write(self);
            }
        };
    }

    /** Resigns: whoever is next need not wait for the lease to end. */
    @Override
    public void close() {
        watch.close();
        own.close();
        announce();
    }
}
