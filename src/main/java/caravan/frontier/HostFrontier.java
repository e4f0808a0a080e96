package caravan.frontier;

import caravan.crawl.Request;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * A frontier of host queues. Thread-safe: one lock, held for memory work and for what its store does; the gate's own
 * locks are taken inside it, wake-ups run outside it, on the thread whose call made a request ready sooner.
 *
 * <p>While the store waits for its disk, so do the calls; {@link #stats} never does, and {@link #close} ends the wait.
 */
public class HostFrontier implements Frontier {
    private final ReentrantLock lock = new ReentrantLock();
    private final FrontierCore core;
    private final FrontierStore store;
    private final NanoClock clock;
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
    private volatile FrontierStats stats;
    private volatile boolean ending;

    /**
     * @param politeness how gently the task asks each host
     * @param gate       shared by all frontiers of the process
     * @param store      where it goes on from; closed with it
     */
    public HostFrontier(Politeness politeness, HostGate gate, NanoClock clock, FrontierStore store) {
        this.store = store;
        this.clock = clock;
        this.core = new FrontierCore(politeness, gate, store, clock.now());
        this.stats = core.stats();
    }

    @Override
    public int offer(Collection<Request> requests) {
        return change(now -> core.offer(requests, clock.instant(now), now));
    }

    @Override
    public Optional<Lease> lease() {
        return change(now -> ending ? Optional.empty() : core.lease(now));
    }

    @Override
    public Optional<Duration> nextReady() {
        return change(now -> {
            long next = core.next(now);
            return next == Turns.NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(next - now));
        });
    }

    @Override
    public void onReady(Runnable wakeUp) {
        wakeUps.add(wakeUp);
    }

    @Override
    public void started(Lease lease) {
        run(now -> core.started(lease, now));
    }

    @Override
    public void fetched(Lease lease) {
        run(now -> core.fetched(lease, now));
    }

    @Override
    public void ack(Lease lease) {
        run(now -> core.ack(lease, now));
    }

    @Override
    public void giveUp(Lease lease, String reason) {
        run(now -> core.giveUp(lease, reason, clock.instant(now), now));
    }

    @Override
    public void retry(Lease lease, Request again, Duration wait) {
        if (!again.key().equals(lease.request().key())) {
            throw new IllegalArgumentException(
                    again.url() + " is no retry of " + lease.request().url());
        }
        run(now -> core.retry(lease, again, now + NanoClock.nanos(wait), clock.instant(now), now));
    }

    @Override
    public void defer(Lease lease, Duration wait) {
        run(now -> core.defer(lease, now + NanoClock.nanos(wait), now));
    }

    @Override
    public void blockHost(String origin, Duration wait) {
        run(now -> core.blockHost(origin, wait, now));
    }

    @Override
    public Rest setback(String origin, Setback setback, BackOff backOff) {
        return change(now -> core.setback(origin, setback, backOff, clock.instant(now), now));
    }

    @Override
    public boolean answered(String origin, boolean well) {
        return change(now -> core.answered(origin, well, now));
    }

    @Override
    public void hostDelay(String origin, Duration delay) {
        run(now -> core.hostDelay(origin, delay, now));
    }

    @Override
    public void politeness(Politeness politeness) {
        run(now -> core.politeness(politeness, now));
    }

    @Override
    public int giveUpHost(String origin, String reason) {
        return change(now -> core.giveUpHost(origin, reason, clock.instant(now), now));
    }

    @Override
    public List<GivenUp> givenUp(int limit) {
        return change(now -> core.givenUp(limit));
    }

    @Override
    public int retryGivenUp() {
        return change(core::retryGivenUp);
    }

    @Override
    public FrontierStats stats() {
        return stats;
    }

    @Override
    public int drop() {
        return change(now -> core.drop());
    }

    /**
     * Has nobody wait for the store's disk any more, as this frontier is about to be closed: nothing is lent or written
     * from here on.
     */
    public void stopWaiting() {
        ending = true;
        store.stopWaiting();
    }

    @Override
    public void close() {
        stopWaiting();
        run(now -> {
            core.close();
            store.close();
        });
    }

    private void run(LongConsumer step) {
        change(now -> {
            step.accept(now);
            return this;
        });
    }

    /** Takes one step under the lock, then wakes whoever was told that nothing would be ready so soon. */
    private <T> T change(LongFunction<T> step) {
        T result;
        boolean sooner;
        lock.lock();
        try {
            long now = clock.now();
            long next = core.next(now);
            result = step.apply(now);
            store.commit(core.outstanding());
            stats = core.stats();
            sooner = core.next(now) < next;
        } finally {
            lock.unlock();
        }
        store.settle();
        if (sooner) {
            wakeUps.forEach(Runnable::run);
        }
        return result;
    }
}
