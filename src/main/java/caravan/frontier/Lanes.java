package caravan.frontier;

import caravan.crawl.Request;
import java.util.List;

/**
 * The queue of one host: the highest priority and then the oldest first; apart from them those that have to wait for
 * their time. What is polled is lent, and kept until it has {@link #ended}. Not thread-safe: guarded by the frontier's
 * lock. Times are those of the frontier's {@link NanoClock}.
 */
public interface Lanes {

    void addLast(Request request);

    /** Puts what was polled back where it was. */
    void putBack(Held held);

    /** Keeps the request aside until {@code due}; then it stands last in its lane. */
    void addLater(Request request, long due);

    /**
     * @return the highest, then oldest request; there must be one, see {@link #due}. Null when its store was stopped in
     *     the middle of it
     */
    Held poll(long now);

    /** What was polled is done for good. */
    void ended(Held held);

    /** @return when the first of them may go; only if not empty */
    long due();

    boolean isEmpty();

    /**
     * Takes out the first of them, at most so many, whatever their time; the store forgets them with its next commit,
     * together with what has become of them by then. None when its store was stopped.
     */
    List<Request> take(int limit);

    /** Forgets what is queued, for its store has dropped that; what is lent stays so. */
    void clear();
}
