package caravan.frontier;

import caravan.crawl.Request;
import java.util.Collection;
import java.util.List;

/** Takes each key once in the life of a frontier. Not thread-safe: guarded by the frontier's lock. */
final class Once implements Known {
    private final SeenUrls seen = new SeenUrls();

    @Override
    public List<Request> addNew(Collection<Request> requests) {
        return requests.stream().filter(request -> seen.add(request.key())).toList();
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
