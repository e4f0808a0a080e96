package caravan.etcd;

import caravan.CaravanException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that stands for this process as long as it lives: claimed under a lease, renewed, and claimed anew when lost.
 *
 * <p>It counts as held only until two thirds of the lease's time have passed since the last good renewal was
 * <em>sent</em>, by the monotonic clock: whatever hangs, whoever holds it stops before others may begin. As etcd 3.4
 * has been seen to renew leases that it had ended, the key itself is read at each renewal too.
 *
 * <p>One thread of its own does all the work and calls the listener; questions may come from any thread.
 */
public final class LeasedKey implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedKey.class);
    private static final Duration MAX_PERIOD = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofMillis(500);
    /** Leases that are remembered to be revoked; those before them end by themselves. */
    private static final int MAX_LEFT = 8;

    /** What is claimed. */
    public interface Claim {
        /** @param lease that it would live by, for keys that hold its number */
        String key(long lease);

        /** The same for the whole life of the process and never that of another: it tells whose a key is. */
        String value();
    }

    /** Is told what becomes of the key. Must be quick: renewals wait for it. */
    public interface Listener {
        /** @param revision at which the key was created */
        void held(long revision);

        void lost();

        /** Another process holds the key under that value, and has for that long. */
        default void taken(String value, Duration time) {}
    }

    /**
     * A key that is held.
     *
     * @param lease    that it lives by
     * @param revision at which it was created
     */
    public record Held(String key, long lease, long revision) {}

    private record Hold(Held held, long until) {}

    private final Etcd etcd;
    private final Duration ttl;
    private final Claim claim;
    private final Listener listener;
    private final LongSupplier nanoClock;
    private final Set<Long> leftLeases = new LinkedHashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "etcd-lease");
        made.setDaemon(true);
        return made;
    });
    private volatile Optional<Hold> hold = Optional.empty();
    private OptionalLong takenSince = OptionalLong.empty();

    /**
     * @param etcd of its own, so that nothing else holds up a renewal; closed with this
     * @param ttl  in whole seconds
     */
    public LeasedKey(Etcd etcd, Duration ttl, Claim claim, Listener listener) {
        this(etcd, ttl, claim, listener, System::nanoTime);
    }

    LeasedKey(Etcd etcd, Duration ttl, Claim claim, Listener listener, LongSupplier nanoClock) {
        this.etcd = etcd;
        this.ttl = ttl;
        this.claim = claim;
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    public void start() {
        thread.execute(this::step);
    }

    /** The key, while it is surely held. */
    public Optional<Held> held() {
        return hold.filter(this::isSure).map(Hold::held);
    }

    /** Whether etcd answered its last renewals. */
    public boolean isConnected() {
        return etcd.answeredWithin(period().plus(MAX_PERIOD).plusSeconds(1));
    }

    private boolean isSure(Hold current) {
        return nanoClock.getAsLong() - current.until() < 0;
    }

    private void step() {
        Duration pause = attempt();
        if (!thread.isShutdown()) {
            thread.schedule(this::step, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** @return how long to wait before the next; none where a loss is to be told */
    private Duration attempt() {
        try {
            return hold.isPresent() ? renew(hold.get()) : claim();
        } catch (CaravanException e) {
            LOG.debug("{}", e.getMessage());
        } catch (Throwable e) { // whatever it is, of a listener too: the next attempt must come
            LOG.warn("cannot keep a key in etcd alive", e);
        }
        return hold.filter(current -> !isSure(current)).isPresent() ? Duration.ZERO : RETRY;
    }

    private Duration claim() {
        long sent = nanoClock.getAsLong();
        long lease = etcd.grant(ttl);
        leave(lease); // until it is known to hold the key
        String key = claim.key(lease);
        OptionalLong revision = put(key, lease);
        if (revision.isEmpty()) {
            revokeLeft();
            return RETRY;
        }
        leftLeases.remove(lease);
        takenSince = OptionalLong.empty();
        hold = Optional.of(new Hold(new Held(key, lease, revision.getAsLong()), sureUntil(sent)));
        listener.held(revision.getAsLong());
        revokeLeft();
        return untilNext(sent);
    }

    /** @return the revision of the key's creation; empty when it is somebody else's */
    private OptionalLong put(String key, long lease) {
        String value = claim.value();
        EtcdTxn.Outcome fresh = etcd.commit(new EtcdTxn().ifAbsent(key).put(key, value, lease));
        if (fresh.applied()) {
            return OptionalLong.of(fresh.revision());
        }
        Optional<Entry> there = etcd.get(key);
        if (there.isEmpty()) {
            return OptionalLong.empty();
        }
        Entry entry = there.get();
        if (!entry.value().equals(value)) {
            long now = nanoClock.getAsLong();
            takenSince = OptionalLong.of(takenSince.orElse(now));
            listener.taken(entry.value(), Duration.ofNanos(now - takenSince.getAsLong()));
            return OptionalLong.empty();
        }
        // Ours, left from a lease that we lost or a claim whose answer we missed: it moves to the new lease.
        boolean moved = etcd.commit(
                        new EtcdTxn().ifUnchanged(key, entry.modRevision()).put(key, value, lease))
                .applied();
        return moved ? OptionalLong.of(entry.createRevision()) : OptionalLong.empty();
    }

    private Duration renew(Hold current) {
        long sent = nanoClock.getAsLong();
        Held held = current.held();
        // Asked again at the end: what lapsed while etcd answered has been taken for lost, and must not just come back.
        if (!isSure(current) || !etcd.renew(held.lease()) || !stands(held) || !isSure(current)) {
            lose(held);
            return Duration.ZERO;
        }
        hold = Optional.of(new Hold(held, sureUntil(sent)));
        return untilNext(sent);
    }

    private boolean stands(Held held) {
        return etcd.get(held.key())
                .filter(entry -> entry.lease() == held.lease() && entry.createRevision() == held.revision())
                .isPresent();
    }

    private void lose(Held held) {
        hold = Optional.empty();
        leave(held.lease());
        listener.lost();
    }

    private void leave(long lease) {
        if (leftLeases.size() == MAX_LEFT) {
            leftLeases.remove(leftLeases.iterator().next());
        }
        leftLeases.add(lease);
    }

    /** Leases whose keys would stand in our own way; those that cannot be revoked end by themselves. */
    private void revokeLeft() {
        try {
            leftLeases.forEach(etcd::revoke);
        } catch (CaravanException e) {
            LOG.debug("leases {} are left to end by themselves: {}", leftLeases, e.getMessage());
        }
        leftLeases.clear();
    }

    private long sureUntil(long sent) {
        return sent + ttl.toNanos() * 2 / 3;
    }

    /**
     * Counted from the sending, as the lease is: where etcd answers late, the next renewal must not be later for it.
     */
    private Duration untilNext(long sent) {
        Duration left = period().minusNanos(nanoClock.getAsLong() - sent);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration period() {
        Duration third = ttl.dividedBy(3);
        return third.compareTo(MAX_PERIOD) < 0 ? third : MAX_PERIOD;
    }

    /** Gives the key up at once: whoever waits for it need not wait for the lease to end. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(MAX_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hold.ifPresent(current -> {
            hold = Optional.empty();
            leave(current.held().lease());
        });
        revokeLeft();
        etcd.close();
    }
}
