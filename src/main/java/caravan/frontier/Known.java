package caravan.frontier;

import java.util.Collection;

/** Which requests a frontier takes for new, by their keys. Not thread-safe: guarded by the frontier's lock. */
interface Known {

    /** @return true when the key is new, and now is known */
    boolean add(String key);

    /** The request with this key is done for good. */
    void ended(String key);

    /** What was queued is gone; only what is {@code leased} is still under way. */
    void dropped(Collection<Lease> leased);

    /** @return how many keys were new */
    long size();

    void clear();
}
