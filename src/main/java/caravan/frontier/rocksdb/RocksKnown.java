package caravan.frontier.rocksdb;

import caravan.crawl.Request;
import caravan.frontier.Known;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which requests are new, on disk. Not thread-safe: guarded by the frontier's lock.
 */
final class RocksKnown implements Known {
    private static final byte[] NOTHING = {};

    private final Database database;
    private final Writer writer;
    private final Keys keys;
    private final Shortcuts shortcuts;
    private final boolean reload;
    /** What is gathered and not written yet: whether it is known. */
    private final Map<Long, Boolean> pending = new HashMap<>();

    private long size;

    /** What spares it looks at the disk: some that it holds, and what it may hold. */
    record Shortcuts(RecentlySeen recent, SeenFilter filter) {}

    /**
     * @param reload whether a request that is done is new when it is offered again
     * @param size   as it was left
     */
    RocksKnown(Database database, Writer writer, Keys keys, Shortcuts shortcuts, boolean reload, long size) {
        this.database = database;
        this.writer = writer;
        this.keys = keys;
        this.shortcuts = shortcuts;
        this.reload = reload;
        this.size = size;
    }

    @Override
    public List<Request> addNew(Collection<Request> requests) {
        long[] fingerprints = requests.stream()
                .mapToLong(request -> keys.fingerprint(request.key()))
                .toArray();
        Set<Long> known = known(fingerprints);
        List<Request> fresh = new ArrayList<>();
        int at = 0;
        for (Request request : requests) {
            if (note(fingerprints[at++], known)) {
                fresh.add(request);
            }
        }
        size += fresh.size();
        return fresh;
    }

    @Override
    public boolean again(String key) {
        return note(key) || !reload; // where everything stays known, whoever asks has it from what was given up
    }

    private Set<Long> known(long... fingerprints) {
        Set<Long> known = new HashSet<>();
        List<Long> unsure = new ArrayList<>();
        for (long fingerprint : fingerprints) {
            Boolean soon = pending.get(fingerprint);
            if (shortcuts.recent().holds(fingerprint) || Boolean.TRUE.equals(soon)) {
                known.add(fingerprint);
            } else if (soon == null && !shortcuts.filter().excludes(fingerprint)) {
                unsure.add(fingerprint);
            }
        }
        boolean[] stored = database.holds(unsure);
        IntStream.range(0, stored.length)
                .filter(i -> stored[i])
                .mapToObj(unsure::get)
                .forEach(known::add);
        return known;
    }

    private boolean note(String key) {
        long fingerprint = keys.fingerprint(key);
        return note(fingerprint, known(fingerprint));
    }

    /**
     * @param known from before; what became known since is pending
     * @return whether it is new
     */
    private boolean note(long fingerprint, Set<Long> known) {
        boolean fresh = !known.contains(fingerprint) && !pending.getOrDefault(fingerprint, false);
        if (fresh) {
            put(fingerprint);
        } else {
            shortcuts.recent().add(fingerprint);
        }
        return fresh;
    }

    private void put(long fingerprint) {
        shortcuts.recent().add(fingerprint);
        shortcuts.filter().add(fingerprint);
        pending.put(fingerprint, true);
        writer.put(Column.SEEN, Keys.seen(fingerprint), NOTHING);
    }

    @Override
    public void ended(String key) {
        if (reload) {
            long fingerprint = keys.fingerprint(key);
            shortcuts.recent().remove(fingerprint);
            pending.put(fingerprint, false);
            writer.delete(Column.SEEN, Keys.seen(fingerprint));
        }
    }

    @Override
    public void dropped(Collection<String> lentKeys) {
        if (reload) {
            shortcuts.recent().clear();
            writer.deleteRange(Column.SEEN, Keys.FIRST, Keys.AFTER_FINGERPRINTS);
            lentKeys.forEach(key -> put(keys.fingerprint(key)));
        }
    }

    /** Something was not written after all: what is told to be seen lately may not be on disk. */
    void distrust() {
        shortcuts.recent().clear();
    }

    /** What was gathered has been written. */
    void written() {
        pending.clear();
    }

    @Override
    public long size() {
        return size;
    }
}
