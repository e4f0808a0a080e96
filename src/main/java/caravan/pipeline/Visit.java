package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.Lease;
import caravan.frontier.TaskPace;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One lease on its way from the frontier to the sink. It knows its own crawl object, so a request of a crawl that was
 * closed and opened again is never taken for one of the new run. Ends once; ending it again does nothing. Thread-safe,
 * though only one step at a time holds it.
 */
public final class Visit implements Leased {
    private final Job job;
    private final Lease lease;
    private final TaskPace.Turn turn;
    private final Runnable freeSlot;
    private final AtomicBoolean wentOut = new AtomicBoolean();
    private final AtomicBoolean slotFreed = new AtomicBoolean();
    private final AtomicBoolean onWire = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Visit(Job job, Lease lease, TaskPace.Turn turn, Runnable freeSlot) {
        this.job = job;
        this.lease = lease;
        this.turn = turn;
        this.freeSlot = freeSlot;
    }

    @Override
    public Visit visit() {
        return this;
    }

    public Job job() {
        return job;
    }

    public Crawl crawl() {
        return job.crawl();
    }

    public Request request() {
        return lease.request();
    }

    /** A request to the host goes out now. */
    void started() {
        wentOut.set(true);
        onWire.set(true);
        frontier().started(lease);
    }

    /** It is answered or given up: the host's delay begins, and another fetch may take this one's place. */
    void offTheWire() {
        if (onWire.getAndSet(false)) {
            frontier().fetched(lease);
        }
        if (slotFreed.compareAndSet(false, true)) {
            freeSlot.run();
        }
    }

    /** Ends it with its record stored. */
    void stored() {
        end(() -> frontier().ack(lease), true);
    }

    /** Ends it for good without a record. */
    void done() {
        end(() -> frontier().ack(lease), false);
    }

    /** Ends it without a record, counted under {@code reason}. */
    void refuse(Refusal reason) {
        crawl().counters().refused(reason, 1);
        done();
    }

    /** Ends it after a fault of our own: counted, and not tried again, as the same fault would come again. */
    public void fail() {
        crawl().counters().failed("internal");
        done();
    }

    /** Asks nothing of its host for that long. */
    void blockHost(Duration wait) {
        frontier().blockHost(request().origin(), wait);
    }

    /** Asks its host no more often than that from now on. */
    void delayHost(Duration delay) {
        frontier().hostDelay(request().origin(), delay);
    }

    /** Ends it; the same request is tried once more after {@code wait}. */
    void retry(Duration wait) {
        crawl().counters().retried();
        end(() -> frontier().retry(lease, request().retry(), wait), false);
    }

    /** Ends it; the request goes back as if it had not been given out. */
    void defer() {
        end(() -> frontier().defer(lease, Duration.ZERO), false);
    }

    private void end(Runnable how, boolean recorded) {
        if (ended.compareAndSet(false, true)) {
            offTheWire();
            how.run();
            if (!wentOut.get()) {
                job.unused(turn);
            }
            job.visitEnded(recorded);
        }
    }

    private Frontier frontier() {
        return job.frontier();
    }
}
