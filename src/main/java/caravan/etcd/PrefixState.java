package caravan.etcd;

import caravan.etcd.WatchEvent.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of a prefix's history has been told: which keys, as of which revision. It outlives a watch, so that the next
 * one goes on where it ended. For one thread at a time.
 */
public final class PrefixState {
    private final Map<String, Long> told = new HashMap<>();
    private long revision;

    /** Everything up to this revision of the store has been told; 0 before the first list. */
    long revision() {
        return revision;
    }

    void reached(long newRevision) {
        revision = Math.max(revision, newRevision);
    }

    /** etcd's history is not the one that was told: the next list begins it. */
    void restart() {
        revision = 0;
    }

    /** Whether an event has not been told yet. etcd 3.4 repeats events at times. */
    boolean isNews(WatchEvent event) {
        long last = told.getOrDefault(event.key(), 0L);
        return event.revision() > revision && event.revision() > last && (event.type() == Type.PUT || last > 0);
    }

    void apply(WatchEvent event) {
        if (event.type() == Type.PUT) {
            told.put(event.key(), event.revision());
        } else {
            told.remove(event.key());
        }
    }

    /**
     * What it takes to get from what was told to what is stored: deletions first, then values in order of their
     * revisions.
     *
     * @param deletedSince keys whose deletion after the list was told already
     */
    List<WatchEvent> differences(Listing listing, Set<String> deletedSince) {
        Set<String> gone = new HashSet<>(told.keySet());
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : listing.entries()) {
            gone.remove(entry.key());
            if (!deletedSince.contains(entry.key()) && differs(entry, listing.revision())) {
                changed.add(entry);
            }
        }
        List<WatchEvent> events = new ArrayList<>();
        gone.stream()
                .filter(key -> revision == 0 || told.get(key) <= listing.revision())
                .sorted()
                .forEach(key -> events.add(WatchEvent.delete(key, "", listing.revision())));
        changed.sort(Comparator.comparingLong(Entry::modRevision));
        changed.forEach(entry -> events.add(WatchEvent.put(entry, "")));
        return events;
    }

    private boolean differs(Entry entry, long listed) {
        long last = told.getOrDefault(entry.key(), 0L);
        return last != entry.modRevision() && (revision == 0 || last <= listed);
    }
}
