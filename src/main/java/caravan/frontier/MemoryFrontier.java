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
import java.util.function.LongSupplier;

/**
 * A frontier that lives in memory and is gone with the process. Thread-safe: one lock, held for memory work only; the
 * gate's own locks are taken inside it, wake-ups run outside it, on the thread whose call made a request ready sooner.
 *
 * <p>Offering a request costs one fingerprint and one reference; leasing costs a heap step, however many hosts and
 * requests there are.
 */
public final class MemoryFrontier implements Frontier {
    private final ReentrantLock lock = new ReentrantLock();
    private final FrontierCore core;
    private final NanoClock clock;
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();

    /** One that takes each request once. */
    public MemoryFrontier(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        this(politeness, gate, nanoClock, false);
    }

    /**
     * @param politeness how gently the task asks each host
     * @param gate       shared by all frontiers of the process
     * @param nanoClock  a monotonic clock such as {@link System#nanoTime}
     * @param reload     whether a request that is done is new when it is offered again
     */
    public MemoryFrontier(Politeness politeness, HostGate gate, LongSupplier nanoClock, boolean reload) {
        this.core = new FrontierCore(politeness, gate, reload ? new UnderWay() : new Once());
        this.clock = new NanoClock(nanoClock);
    }

    @Override
    public int offer(Collection<Request> requests) {
        return change(now -> core.offer(requests, now));
    }

    @Override
    public Optional<Lease> lease() {
        return change(core::lease);
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
    public void retry(Lease lease, Request again, Duration wait) {
        if (!again.key().equals(lease.request().key())) {
            throw new IllegalArgumentException(
                    again.url() + " is no retry of " + lease.request().url());
        }
        run(now -> core.retry(lease, again, now + NanoClock.nanos(wait), now));
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
    public void hostDelay(String origin, Duration delay) {
        run(now -> core.hostDelay(origin, delay, now));
    }

    @Override
    public void politeness(Politeness politeness) {
        run(now -> core.politeness(politeness, now));
    }

    @Override
    public FrontierStats stats() {
        return change(now -> core.stats());
    }

    @Override
    public int drop() {
        return change(now -> core.drop());
    }

    @Override
    public void close() {
        run(now -> core.close());
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
            sooner = core.next(now) < next;
        } finally {
            lock.unlock();
        }
        if (sooner) {
            wakeUps.forEach(Runnable::run);
        }
        return result;
    }
}
