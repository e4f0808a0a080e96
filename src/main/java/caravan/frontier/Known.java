package caravan.frontier;

import java.util.Collection;

/** Which requests a frontier takes for new, by their keys. Not thread-safe: guarded by the frontier's lock. */
public interface Known {

    /** @return true when the key is new, and now is known */
    boolean add(String key);

    /** A request with this key is wanted once more. @return false when one is under way, as far as that is known */
    boolean again(String key);

    /** The request with this key is done for good. */
    void ended(String key);

    /** What was queued is gone; only what has these keys is still under way. */
    void dropped(Collection<String> lentKeys);

    /** @return how many keys were new */
    long size();
}
