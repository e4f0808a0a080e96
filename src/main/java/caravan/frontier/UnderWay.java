package caravan.frontier;

import caravan.crawl.Request;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a key again once its request is done. Keys are kept whole and not as fingerprints, as they have to be taken out
 * again; they are no more than what is queued and leased. Not thread-safe: guarded by the frontier's lock.
 */
final class UnderWay implements Known {
    private final Set<String> keys = new HashSet<>();
    private long taken;

    @Override
    public List<Request> addNew(Collection<Request> requests) {
        List<Request> fresh =
                requests.stream().filter(request -> keys.add(request.key())).toList();
        taken += fresh.size();
        return fresh;
    }

    @Override
    public boolean again(String key) {
        return keys.add(key);
    }

    @Override
    public void ended(String key) {
        keys.remove(key);
    }

    @Override
    public void dropped(Collection<String> lentKeys) {
        keys.clear();
        keys.addAll(lentKeys);
    }

    @Override
    public long size() {
        return taken;
    }
}
