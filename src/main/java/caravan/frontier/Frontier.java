package caravan.frontier;

import caravan.crawl.Request;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The requests of one crawl: what is still to fetch, what was seen, and when each host may be asked again. A request is
 * owned by the frontier from the moment it is offered until it is acknowledged; a lease only lends it.
 *
 * <p>The life of a lease: {@code lease} → {@code started} (on the wire) → {@code fetched} (the host is free again,
 * its delay begins) → {@code ack} (its record is stored). A lease that never went on the wire may be ended without
 * {@code started} and {@code fetched}; then its host's delay does not begin and the next request may go at once.
 *
 * <p>All methods may be called from any thread; none blocks on I/O that its implementation does not state. After
 * {@link #close} nothing is leased, offers are ignored and ending a lease has no effect.
 */
public interface Frontier extends AutoCloseable {

    /**
     * Adds the requests that are new, in order. A request is new when none with its {@link Request#key} was offered
     * before; in a frontier that reloads, when none with its key is queued or leased at this moment.
     *
     * @return how many were new
     */
    int offer(Collection<Request> requests);

    /**
     * Gives out the next request of a host that may be asked now: hosts take turns, within a host the highest priority
     * and then the oldest goes first.
     *
     * @return empty when no host may be asked now
     */
    Optional<Lease> lease();

    /**
     * How long until {@link #lease} may give something, as far as is known now: zero when it may at once. An offer or
     * the end of a lease can make it sooner; listen for that with {@link #onReady}.
     *
     * @return empty when nothing is waiting, or everything waits for a lease to end
     */
    Optional<Duration> nextReady();

    /** Has {@code wakeUp} called, outside any lock, whenever a request may have become ready earlier than announced. */
    void onReady(Runnable wakeUp);

    /** The lease's request goes on the wire now. */
    void started(Lease lease);

    /** The lease's request is off the wire: its host's delay begins. The lease goes on until it is ended. */
    void fetched(Lease lease);

    /** Ends the lease: the request is done for good. */
    void ack(Lease lease);

    /** Ends the lease: the request is not tried any more, and listed for {@link #retryGivenUp}. */
    void giveUp(Lease lease, String reason);

    /** Ends the lease and queues {@code again} (the same URL) to be leased no sooner than after {@code wait}. */
    void retry(Lease lease, Request again, Duration wait);

    /**
     * Ends the lease and puts its request back at the head of its host's queue, as if it had not been leased; this
     * frontier asks nothing of that host for {@code wait} from now.
     */
    void defer(Lease lease, Duration wait);

    /** Asks nothing of the host for {@code wait} from now, in this and every other crawl of this process. */
    void blockHost(String origin, Duration wait);

    /**
     * The host asks to be left alone, or could not be reached: {@code backOff} says whether it rests, in this and every
     * other crawl of this process, and how long. Where it is given up, what is queued for it is, and so is what is
     * offered or to be retried while that rest lasts. Setbacks outlive the process as requests do.
     */
    Rest setback(String origin, Setback setback, BackOff backOff);

    /**
     * The host answered.
     *
     * @param well whether as hosts should, and neither asking to be left alone nor with a fault of its own
     * @return whether it had rested before without a good answer since, and this is the first
     */
    boolean answered(String origin, boolean well);

    /** Sets the least time between two requests to a host from now on, such as its robots.txt asks for. */
    void hostDelay(String origin, Duration delay);

    /**
     * Sets how gently every host is asked, from its next request on: a delay that has begun grows where the new one is
     * longer, and is not cut short. Hosts with a longer {@link #hostDelay} keep that.
     */
    void politeness(Politeness politeness);

    /** Gives up everything that is queued for a host. @return how many requests that were */
    int giveUpHost(String origin, String reason);

    /** The requests given up last, the newest first, as far as they are kept; at most so many. */
    List<GivenUp> givenUp(int limit);

    /**
     * Queues what was given up, as far as it is kept, to be tried like new. Nothing counts against the hosts any more;
     * one that rests still is asked when that is over.
     *
     * @return how many requests that were
     */
    int retryGivenUp();

    /** Never waits. */
    FrontierStats stats();

    /** Drops what is queued. @return how many requests were dropped */
    int drop();

    /**
     * Drops what is in memory and frees what it held; what the implementation keeps on disk stays for a frontier that
     * goes on from there, and what was leased goes out again. Only a host's place that a lease occupies stays taken,
     * for the other crawls of the process, until the lease's request is off the wire or the lease ended. Closing twice
     * does nothing.
     */
    @Override
    void close();
}
