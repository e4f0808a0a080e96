package caravan.crawl;

import java.time.Duration;
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
    private final CrawlCounters counters = new CrawlCounters();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    /**
     * @param id       of the resource it was opened for; tells this run from another run of the same task
     * @param taskName for records and logs
     */
    public Crawl(String id, String taskName) {
        this.id = id;
        this.taskName = taskName;
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
        ended.countDown();
        return first;
    }

    /** Waits until it is finished or closed. @return false when that did not happen within {@code patience} */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
