package caravan.frontier;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes a key again once its request is done. Keys are kept whole and not as fingerprints, as they have to be taken out
 * again; they are no more than what is queued and leased. Not thread-safe: guarded by the frontier's lock.
 */
final class UnderWay implements Known {
    private final Set<String> keys = new HashSet<>();
    private long taken;

    @Override
    public boolean add(String key) {
        boolean fresh = keys.add(key);
        if (fresh) {
            taken++;
        }
        return fresh;
    }

    @Override
    public void ended(String key) {
        keys.remove(key);
    }

    @Override
    public void dropped(Collection<Lease> leased) {
        keys.clear();
        leased.forEach(lease -> keys.add(lease.request().key()));
    }

    @Override
    public long size() {
        return taken;
    }

    @Override
    public void clear() {
        keys.clear();
        taken = 0;
    }
}
