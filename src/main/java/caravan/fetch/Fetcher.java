package caravan.fetch;

/**
 * Gets one URL. Blocking: it returns when the answer is complete, refused or failed, and never later than the total
 * time-out. Any number of threads may call it at once.
 */
public interface Fetcher extends AutoCloseable {

    /** Never throws for anything that a server or the network does. */
    FetchOutcome fetch(FetchRequest request);

    /** Ends every fetch on the wire, each as {@code Failed(CANCELLED)}. Later fetches still work. */
    void cancelAll();

    /** Closes idle connections and threads. Fetches after that fail as {@code CANCELLED}. */
    @Override
    void close();
}
