package caravan.frontier;

import java.util.Collection;

/** Takes each key once in the life of a frontier. Not thread-safe: guarded by the frontier's lock. */
final class Once implements Known {
    private final SeenUrls seen = new SeenUrls();

    @Override
    public boolean add(String key) {
        return seen.add(key);
    }

    @Override
    public boolean again(String key) {
        return true; // whoever asks has it from what was given up
    }

    @Override
    public void ended(String key) {
        // stays seen
    }

    @Override
    public void dropped(Collection<String> lentKeys) {
        // stay seen
    }

    @Override
    public long size() {
        return seen.size();
    }
}
