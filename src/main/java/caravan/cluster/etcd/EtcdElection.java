package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.etcd.Etcd;
import caravan.etcd.LeasedKey;
import caravan.etcd.PrefixState;
import caravan.etcd.PrefixWatch;
import caravan.etcd.WatchEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** A candidate's key as it stands in etcd. */
    private record Standing(String key, long createRevision, Leader leader) {

        /** The key alone would do, if revisions were not counted anew by an etcd that begins anew. */
        boolean is(LeasedKey.Held held) {
            return key.equals(held.key()) && createRevision == held.revision();
        }
    }

    private final LeasedKey own;
    private final PrefixWatch watch;
    private final Thread watching;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean led = new AtomicBoolean();
    private volatile Optional<Standing> first = Optional.empty();
    private volatile boolean synced;

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
        return first.map(Standing::leader);
    }

    @Override
    public boolean isLeader() {
        return fence().isPresent();
    }

    /** @return the proof for a write; empty when this master does not surely lead */
    Optional<Fence> fence() {
        return own.held()
                .filter(held ->
                        synced && first.filter(standing -> standing.is(held)).isPresent())
                .map(held -> new Fence(held.key(), held.revision()));
    }

    /** The same for a write that cannot be made without. @throws CaravanException UNAVAILABLE */
    Fence requireFence() {
        return fence().orElseThrow(EtcdElection::notLeading);
    }

    static CaravanException notLeading() {
        return new CaravanException(CaravanException.Kind.UNAVAILABLE, "this master does not lead");
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
        switch (event.type()) {
            case PUT -> stand(event);
            case DELETE -> standings.remove(event.key());
            case SYNCED -> synced = true;
            case RESTARTED -> LOG.warn("the election begins anew with etcd's data");
        }
        Optional<Standing> before = first;
        first = standings.values().stream().min(Comparator.comparingLong(Standing::createRevision));
        if (!before.equals(first)) {
            LOG.info(
                    "leader is {}",
                    leader().map(each -> each.id() + " at " + each.address()).orElse("nobody"));
        }
        announce();
    }

    /** What is no candidate's key, whoever put it there, is nobody's: all masters pass it over alike. */
    private void stand(WatchEvent event) {
        ClusterJson.read(event.value(), Candidate.class)
                .map(candidate -> new Leader(candidate.id(), candidate.address()))
                .ifPresentOrElse(
                        leader -> standings.put(event.key(), new Standing(event.key(), event.createRevision(), leader)),
                        () -> standings.remove(event.key()));
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
