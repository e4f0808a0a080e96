package caravan.frontier;

import java.util.Collection;

/** Takes each key once in the life of a frontier. Not thread-safe: guarded by the frontier's lock. */
final class Once implements Known {
    private SeenUrls seen = new SeenUrls();

    @Override
    public boolean add(String key) {
        return seen.add(key);
    }

    @Override
    public void ended(String key) {
        // stays seen
    }

    @Override
    public void dropped(Collection<Lease> leased) {
        // stay seen
    }

    @Override
    public long size() {
        return seen.size();
    }

    @Override
    public void clear() {
        seen = new SeenUrls();
    }
}
