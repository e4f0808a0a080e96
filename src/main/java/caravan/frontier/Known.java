package caravan.frontier;

import caravan.crawl.Request;
import java.util.Collection;
import java.util.List;

/** Which requests a frontier takes for new, by their keys. Not thread-safe: guarded by the frontier's lock. */
public interface Known {

    /** @return those whose keys are new, in their order; they are known now */
    List<Request> addNew(Collection<Request> requests);

    /** A request with this key is wanted once more. @return false when one is under way, as far as that is known */
    boolean again(String key);

    /** The request with this key is done for good. */
    void ended(String key);

    /** What was queued is gone; only what has these keys is still under way. */
    void dropped(Collection<String> lentKeys);

    /** @return how many keys were new */
    long size();
}
