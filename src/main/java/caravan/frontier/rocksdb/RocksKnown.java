package caravan.frontier.rocksdb;

import caravan.frontier.Known;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Which requests are new, on disk. Not thread-safe: guarded by the frontier's lock.
 */
final class RocksKnown implements Known {
    private static final byte[] NOTHING = {};

    private final Database database;
    private final Writer writer;
    private final Keys keys;
    private final RecentlySeen recent;
    private final boolean reload;
    /** What is gathered and not written yet: whether it is known. */
    private final Map<Long, Boolean> pending = new HashMap<>();

    private long size;

    /**
     * @param reload whether a request that is done is new when it is offered again
     * @param size   as it was left
     */
    RocksKnown(Database database, Writer writer, Keys keys, RecentlySeen recent, boolean reload, long size) {
        this.database = database;
        this.writer = writer;
        this.keys = keys;
        this.recent = recent;
        this.reload = reload;
        this.size = size;
    }

    @Override
    public boolean add(String key) {
        boolean fresh = note(key);
        if (fresh) {
            size++;
        }
        return fresh;
    }

    @Override
    public boolean again(String key) {
        return note(key) || !reload; // where everything stays known, whoever asks has it from what was given up
    }

    private boolean holds(long fingerprint) {
        if (recent.holds(fingerprint)) {
            return true;
        }
        Boolean soon = pending.get(fingerprint);
        if (soon != null) {
            return soon;
        }
        return database.get(Column.SEEN, Keys.seen(fingerprint)).isPresent();
    }

    private boolean note(String key) {
        long fingerprint = keys.fingerprint(key);
        boolean held = holds(fingerprint);
        recent.add(fingerprint);
        if (!held) {
            pending.put(fingerprint, true);
            writer.put(Column.SEEN, Keys.seen(fingerprint), NOTHING);
        }
        return !held;
    }

    @Override
    public void ended(String key) {
        if (reload) {
            long fingerprint = keys.fingerprint(key);
            recent.remove(fingerprint);
            pending.put(fingerprint, false);
            writer.delete(Column.SEEN, Keys.seen(fingerprint));
        }
    }

    @Override
    public void dropped(Collection<String> lentKeys) {
        if (reload) {
            recent.clear();
            writer.deleteRange(Column.SEEN, Keys.FIRST, Keys.AFTER_FINGERPRINTS);
            writer.write();
            lentKeys.forEach(this::note);
        }
    }

    /** Something was not written after all: what is told to be seen lately may not be on disk. */
    void distrust() {
        recent.clear();
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
