package caravan.frontier.rocksdb;

import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import caravan.frontier.FrontierStore;
import caravan.frontier.GivenUp;
import caravan.frontier.Held;
import caravan.frontier.HostState;
import caravan.frontier.Known;
import caravan.frontier.Lanes;
import caravan.frontier.NanoClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;

/**
 * Keeps a frontier in a {@link Database}: every change is with the operating system when the call that made it returns,
 * so that a process which is killed loses none; how soon the disk has it is a setting. Not thread-safe: guarded by the
 * frontier's lock, but for {@link #stopWaiting} and {@link #settle}.
 */
final class RocksStore implements FrontierStore {
    private final Database database;
    private final Writer writer;
    private final Keys keys;
    private final RocksKnown known;
    private final GivenUpList givenUp;
    private final NanoClock clock;
    private final Windows.Share windows;
    private final SeenFilter filter;
    private final boolean syncAlways;
    private final Totals found;
    private final Map<String, RocksLanes> restored = new LinkedHashMap<>();
    private long nextNumber;
    private long outstanding;
    private volatile boolean closed;

    /**
     * @param reload     whether a request that is done is new when it is offered again
     * @param syncAlways whether each call returns only when the disk has what it changed
     */
    record Manner(NanoClock clock, boolean reload, boolean syncAlways) {}

    RocksStore(Database database, Keys keys, Shared shared, StoreTroubles.Reporter troubles, Manner manner) {
        this.database = database;
        this.keys = keys;
        this.clock = manner.clock();
        this.windows = shared.windows().share();
        this.syncAlways = manner.syncAlways();
        this.writer = new Writer(database, troubles, this::totals, this::written);
        this.found = Totals.in(database);
        this.nextNumber = found.nextNumber();
        this.outstanding = found.outstanding();
        if (manner.reload() != database.get(Column.MAIN, Keys.RELOADS).isPresent()) {
            noteManner(manner.reload());
        }
        this.givenUp = new GivenUpList(database, writer, found.givenUp());
        Restoring.from(database, clock).forEach((origin, queue) -> {
            long host = keys.fingerprint(origin);
            restored.put(origin, new RocksLanes(this, host, queue.ready(), queue.nextLater()));
        });
        this.filter = shared.filters().of(database);
        this.known = new RocksKnown(
                database,
                writer,
                keys,
                new RocksKnown.Shortcuts(shared.recent(), filter),
                manner.reload(),
                found.seen());
    }

    /** For those who change the store while no frontier has it. */
    private void noteManner(boolean reload) {
        if (reload) {
            writer.put(Column.MAIN, Keys.RELOADS, new byte[0]);
        } else {
            writer.delete(Column.MAIN, Keys.RELOADS);
        }
    }

    /** What all stores of a process share. */
    record Shared(RecentlySeen recent, SeenFilters filters, Windows windows) {}

    /** Right with what was gathered, whenever that is written: a step may take several writes. */
    private Totals totals() {
        return new Totals(outstanding, known.size(), givenUp.size(), nextNumber);
    }

    private void written() {
        known.written();
    }

    @Override
    public Known known() {
        return known;
    }

    @Override
    public Lanes lanes(String origin) {
        RocksLanes earlier = restored.remove(origin);
        return earlier == null ? new RocksLanes(this, keys.fingerprint(origin)) : earlier;
    }

    @Override
    public HostState host(String origin) {
        if (closed) {
            return HostState.NEW;
        }
        return database.get(Column.MAIN, Keys.host(origin))
                .map(note -> HostNote.read(note).state(clock))
                .orElse(HostState.NEW);
    }

    @Override
    public void keep(String origin, HostState state) {
        writer.put(Column.MAIN, Keys.host(origin), HostNote.of(state, clock).write());
    }

    @Override
    public void giveUp(GivenUp request) {
        givenUp.add(nextNumber(), request);
    }

    @Override
    public List<Request> takeGivenUp(int limit) {
        return givenUp.take(limit);
    }

    @Override
    public List<GivenUp> givenUp(int limit) {
        return givenUp.newest(limit);
    }

    @Override
    public long givenUpCount() {
        return givenUp.size();
    }

    @Override
    public Collection<String> restored() {
        return new ArrayList<>(restored.keySet());
    }

    @Override
    public long restoredCount() {
        return found.outstanding();
    }

    @Override
    public boolean hasEarlierLife() {
        return found.nextNumber() > 0;
    }

    @Override
    public void drop(Collection<Held> lent) {
        writer.deleteRange(Column.QUEUE, Keys.FIRST, Keys.AFTER_QUEUE);
        lent.forEach(held -> writer.put(
                Column.QUEUE,
                Keys.ready(keys.fingerprint(held.request().origin()), (Place) held.place()),
                RequestJson.write(held.request())));
        known.dropped(lent.stream().map(held -> held.request().key()).toList());
    }

    @Override
    public void commit(long nowOutstanding) {
        if (!closed) {
            outstanding = nowOutstanding;
            writer.write();
        }
    }

    @Override
    public void settle() {
        if (syncAlways) {
            try {
                database.sync();
            } catch (RocksDBException e) {
                throw new IllegalStateException(e); // the next write finds the reason, and waits until it is mended
            }
        }
    }

    @Override
    public void stopWaiting() {
        writer.stopWaiting();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (writer.hasDropped()) {
                known.distrust();
            }
            writer.close();
            filter.close();
            windows.close();
            restored.clear();
            database.close();
        }
    }

    Writer writer() {
        return writer;
    }

    Database database() {
        return database;
    }

    NanoClock clock() {
        return clock;
    }

    long nextNumber() {
        return nextNumber++;
    }

    Windows.Share windows() {
        return windows;
    }
}
