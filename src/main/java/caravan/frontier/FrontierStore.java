package caravan.frontier;

import caravan.crawl.Request;
import java.util.Collection;
import java.util.List;

/**
 * Where a frontier keeps its requests and what it knows of hosts. Changes are gathered until {@link #commit}, which
 * makes them last; where a step writes some before, these are whole in themselves. Not thread-safe: guarded by the
 * frontier's lock, but for {@link #settle} and {@link #stopWaiting}.
 *
 * <p>Times are those of the frontier's {@link NanoClock}.
 */
public interface FrontierStore extends AutoCloseable {

    /** Which requests are new. */
    Known known();

    /** The queue of a host that has nothing queued as far as the frontier knows. */
    Lanes lanes(String origin);

    /** What is kept of a host; {@link HostState#NEW} where that is nothing. */
    HostState host(String origin);

    void keep(String origin, HostState state);

    /** Lists a request that is not tried any more. */
    void giveUp(GivenUp request);

    /** Takes up to so many off the list, the oldest first; it forgets them with the next commit. */
    List<Request> takeGivenUp(int limit);

    /** The newest of the list, at most so many. */
    List<GivenUp> givenUp(int limit);

    /** How many are on the list. */
    long givenUpCount();

    /** Origins with something queued from an earlier life; to be asked once, before anything else. */
    Collection<String> restored();

    /** How many requests were outstanding in an earlier life; 0 in a new one. */
    long restoredCount();

    /** Whether this is not the first life, so that hosts may have been asked a moment ago. */
    boolean hasEarlierLife();

    /** Empties all queues; what is lent stays. */
    void drop(Collection<Held> lent);

    /** @param outstanding requests that are queued or lent now */
    void commit(long outstanding);

    /** Waits, outside the lock, until what was committed is as safe as the settings say. */
    void settle();

    /** A commit that waits for its disk, and any later one, is given up: the end has come. From any thread. */
    void stopWaiting();

    /** Frees what it holds. Counts can still be asked for; nothing else may be, but for commits, which do nothing. */
    @Override
    void close();
}
