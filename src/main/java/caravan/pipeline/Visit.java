package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.frontier.BackOff;
import caravan.frontier.Frontier;
import caravan.frontier.Lease;
import caravan.frontier.Rest;
import caravan.frontier.Setback;
import caravan.frontier.TaskPace;
import caravan.recrawl.Recollection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One lease on its way from the frontier to the sink. It knows its own crawl object, so a request of a crawl that was
 * closed and opened again is never taken for one of the new run. Ends once; ending it again does nothing. Thread-safe,
 * though only one step at a time holds it.
 */
public final class Visit implements Leased {
    private final Job job;
    private final Lease lease;
    private final TaskPace.Turn turn;
    private final Ticket ticket;
    private final AtomicBoolean wentOut = new AtomicBoolean();
    private final AtomicBoolean slotFreed = new AtomicBoolean();
    private final AtomicBoolean onWire = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger undelivered = new AtomicInteger();
    private volatile Runnable atEnd = () -> {};
    private volatile Runnable atAck = () -> {};
    private volatile Optional<Recollection> recollection = Optional.empty();
    private volatile String inVain = "";

    /**
     * What it occupies besides its lease.
     *
     * @param places   in the outboxes of its sinks, until it ends
     * @param freeSlot run when it is off the wire
     */
    record Ticket(Places places, Runnable freeSlot) {}

    Visit(Job job, Lease lease, TaskPace.Turn turn, Ticket ticket) {
        this.job = job;
        this.lease = lease;
        this.turn = turn;
        this.ticket = ticket;
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

    /** What is known of its page from before; from the first question on, that includes that it was asked for. */
    Recollection recollection() {
        Recollection known =
                recollection.orElseGet(() -> job.remembering().memory().recall(request()));
        recollection = Optional.of(known);
        return known;
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
            ticket.freeSlot().run();
        }
    }

    /** Its page is read: it ends when that many deliveries have been stored, which is now when there are none. */
    void deliver(int deliveries) {
        undelivered.set(deliveries);
        if (deliveries == 0) {
            acknowledge();
        }
    }

    /** One of its deliveries is stored. */
    void delivered() {
        if (undelivered.decrementAndGet() == 0) {
            acknowledge();
        }
    }

    private void acknowledge() {
        Runnable note = atAck;
        end(
                () -> {
                    leave();
                    note.run(); // not before: a page that is known to be stored may be left out the next time
                },
                true);
    }

    private void leave() {
        if (inVain.isEmpty()) {
            frontier().ack(lease);
        } else {
            frontier().giveUp(lease, inVain);
        }
    }

    /** Has {@code last} run when all its deliveries are stored, and not otherwise. */
    void atAck(Runnable last) {
        atAck = last;
    }

    /** Has it listed as given up when it is stored: what it brought is not what was wanted. */
    void inVain(String reason) {
        inVain = reason;
    }

    /** Has {@code last} run when it ends. */
    void atEnd(Runnable last) {
        atEnd = last;
    }

    /** Ends it without a record, and lists it, for an operator who wants it tried again. */
    void giveUp(String reason) {
        end(() -> frontier().giveUp(lease, reason), false);
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
        giveUp("a fault of Caravan's own");
    }

    /** Asks nothing of its host for that long. */
    void blockHost(Duration wait) {
        frontier().blockHost(request().origin(), wait);
    }

    /** Its host asks to be left alone, or could not be reached. */
    Rest hostSetback(Setback setback, BackOff backOff) {
        return frontier().setback(request().origin(), setback, backOff);
    }

    /** Its host answered. @return whether it has got over the trouble that it rested for */
    boolean hostAnswered(boolean well) {
        return frontier().answered(request().origin(), well);
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

    /** Ends it; {@code next}, the same URL, is asked for at the host's next turn. */
    void askAgain(Request next) {
        end(() -> frontier().retry(lease, next, Duration.ZERO), false);
    }

    /** Ends it; the request goes back as if it had not been given out. */
    void defer() {
        end(() -> frontier().defer(lease, Duration.ZERO), false);
    }

    private void end(Runnable how, boolean recorded) {
        if (ended.compareAndSet(false, true)) {
            offTheWire();
            atEnd.run();
            how.run();
            ticket.places().giveBack();
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
