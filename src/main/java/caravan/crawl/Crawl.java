package caravan.crawl;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A task running on this worker. Every opening makes a new one, so nothing of an earlier run can leak into a later one:
 * whoever holds a crawl that was closed holds something that stays closed. Thread-safe.
 */
public final class Crawl {

    /** Where a crawl stands. It only moves forward. */
    public enum State {
        /** Fetching, or waiting for a host's turn. */
        RUNNING,
        /** Nothing is left to fetch. */
        FINISHED,
        /** Its task was taken away. */
        CLOSED
    }

    private final String id;
    private final String taskName;
    private final int run;
    private final InstantSource clock;
    private final Instant startedAt;
    private final CrawlCounters counters;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private volatile Optional<Instant> finishedAt = Optional.empty();

    /**
     * @param id       of the resource it was opened for; tells it from one that was deleted and added again
     * @param taskName for records and logs
     * @param run      1 for the first run of its resource here, one more for each that follows by its schedule
     */
    public Crawl(String id, String taskName, int run, InstantSource clock) {
        this(id, taskName, run, clock, clock.instant(), new CrawlCounters());
    }

    private Crawl(String id, String taskName, int run, InstantSource clock, Instant startedAt, CrawlCounters counters) {
        this.id = id;
        this.taskName = taskName;
        this.run = run;
        this.clock = clock;
        this.startedAt = startedAt;
        this.counters = counters;
    }

    /**
     * One that an earlier process had begun.
     *
     * @param span when it ran until now
     * @param stats what it has counted until now
     */
    public static Crawl resumed(String id, String taskName, int run, InstantSource clock, Span span, CrawlStats stats) {
        Crawl crawl = new Crawl(id, taskName, run, clock, span.startedAt(), new CrawlCounters(stats));
        span.finishedAt().ifPresent(at -> {
            crawl.finishedAt = span.finishedAt();
            crawl.state.set(State.FINISHED);
            crawl.ended.countDown();
        });
        return crawl;
    }

    /** @param finishedAt empty while it runs */
    public record Span(Instant startedAt, Optional<Instant> finishedAt) {}

    /** The first run. */
    public Crawl(String id, String taskName) {
        this(id, taskName, 1, InstantSource.system());
    }

    /** The run of the same resource that follows this one. */
    public Crawl again() {
        return new Crawl(id, taskName, run + 1, clock);
    }

    public int run() {
        return run;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** @return when nothing was left to fetch; empty for one that runs, or was closed before */
    public Optional<Instant> finishedAt() {
        return finishedAt;
    }

    public String id() {
        return id;
    }

    public String taskName() {
        return taskName;
    }

    public CrawlCounters counters() {
        return counters;
    }

    public State state() {
        return state.get();
    }

    /** Whether its requests may still be fetched and its records stored. */
    public boolean isOpen() {
        return state.get() != State.CLOSED;
    }

    /** @return false if it was closed already */
    public boolean close() {
        boolean first = state.getAndSet(State.CLOSED) != State.CLOSED;
        ended.countDown();
        return first;
    }

    /** @return true if this call ended a running crawl */
    public boolean finish() {
        boolean first = state.compareAndSet(State.RUNNING, State.FINISHED);
        if (first) {
            finishedAt = Optional.of(clock.instant());
        }
        ended.countDown();
        return first;
    }

    /** Waits until it is finished or closed. @return false when that did not happen within {@code patience} */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
