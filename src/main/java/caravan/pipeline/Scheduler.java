package caravan.pipeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives out what may be fetched now, crawl by crawl in turn, and never more at once than there are fetch slots. Crawls
 * that have nothing ready cost nothing: they come back into play when their frontier wakes them or their time has come.
 *
 * <p>{@link #next} is for one thread; everything else may come from any.
 */
public final class Scheduler {
    private final Semaphore slots;
    private final BooleanSupplier onDuty;
    private final LongSupplier nanoClock;
    private final LinkedBlockingQueue<Turn> ready = new LinkedBlockingQueue<>();
    private final AtomicLong turns = new AtomicLong();
    private final TreeSet<Turn> waiting =
            new TreeSet<>(Comparator.<Turn>comparingLong(turn -> turn.dueNanos).thenComparing(turn -> turn.number));

    /**
     * @param fetches how many fetches may be under way at once
     * @param onDuty  whether this process may work at all
     */
    public Scheduler(int fetches, BooleanSupplier onDuty, LongSupplier nanoClock) {
        this.slots = new Semaphore(fetches);
        this.onDuty = onDuty;
        this.nanoClock = nanoClock;
    }

    /** Takes a new crawl into play. */
    public void add(Job job) {
        Turn turn = new Turn(job, turns.getAndIncrement());
        job.onReady(() -> wake(turn));
        wake(turn);
    }

    /**
     * Waits for a free fetch slot and a request that may go out now.
     *
     * @return empty when none came within {@code patience}
     */
    public Optional<Visit> next(Duration patience) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + patience.toNanos();
        if (!onDuty.getAsBoolean()) {
            LockSupport.parkNanos(patience.toNanos());
            return Optional.empty();
        }
        if (!slots.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        Optional<Visit> visit = Optional.empty();
        try {
            visit = awaitVisit(deadline);
            return visit;
        } finally {
            if (visit.isEmpty()) {
                slots.release();
            }
        }
    }

    private Optional<Visit> awaitVisit(long deadline) throws InterruptedException {
        while (true) {
            long now = nanoClock.getAsLong();
            ringAlarms(now);
            long wait = waiting.isEmpty() ? deadline - now : Math.min(deadline, waiting.first().dueNanos) - now;
            Turn turn = ready.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (turn != null) {
                // Cleared before leasing: a wake-up that comes meanwhile must not be lost.
                turn.queued.set(false);
                Optional<Visit> visit = turn.job.next(slots::release);
                if (visit.isPresent()) {
                    wake(turn);
                    return visit;
                }
                turn.job.nextReady().ifPresent(delay -> setAlarm(turn, delay));
            }
            if (nanoClock.getAsLong() >= deadline) {
                return Optional.empty();
            }
        }
    }

    private void ringAlarms(long now) {
        while (!waiting.isEmpty() && waiting.first().dueNanos <= now) {
            wake(waiting.pollFirst());
        }
    }

    private void setAlarm(Turn turn, Duration delay) {
        waiting.remove(turn);
        turn.dueNanos = nanoClock.getAsLong() + delay.toNanos();
        waiting.add(turn);
    }

    private void wake(Turn turn) {
        if (turn.queued.compareAndSet(false, true)) {
            ready.add(turn);
        }
    }

    /** A crawl's place in the game. {@code dueNanos} belongs to the thread that calls {@link #next}. */
    private static final class Turn {
        private final Job job;
        private final long number;
        private final AtomicBoolean queued = new AtomicBoolean();
        private long dueNanos;

        Turn(Job job, long number) {
            this.job = job;
            this.number = number;
        }
    }
}
