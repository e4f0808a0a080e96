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
    private static final long UNKNOWN = 0;

    private final Map<String, Long> told = new HashMap<>();
    private long revision;
    private boolean anew;

    /** Everything up to this revision of the store has been told; 0 before the first list. */
    long revision() {
        return revision;
    }

    void reached(long newRevision) {
        revision = Math.max(revision, newRevision);
    }

    /** etcd no longer knows what came after what was told: the next list tells what it comes to. */
    void restart() {
        revision = 0;
    }

    /** etcd's history is another one than was told: only which keys were told still counts. */
    void restartAnew() {
        restart();
        told.replaceAll((key, last) -> UNKNOWN);
        anew = true;
    }

    /** Whether it is still to be told that the history is another one. */
    boolean isAnew() {
        return anew;
    }

    void toldAnew() {
        anew = false;
    }

    /** Whether an event has not been told yet. etcd 3.4 repeats events at times. */
    boolean isNews(WatchEvent event) {
        long last = told.getOrDefault(event.key(), UNKNOWN);
        return event.revision() > revision
                && event.revision() > last
                && (event.type() == Type.PUT || told.containsKey(event.key()));
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
        long last = told.getOrDefault(entry.key(), UNKNOWN);
        return last != entry.modRevision() && (revision == 0 || last <= listed);
    }
}
