package caravan.frontier.rocksdb;

import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Changes to a store that no frontier has open, some thousand at a time; each batch leaves a store that is whole. For
 * one thread and one change.
 */
final class StoreChanges {
    private static final int BATCH = 1000;

    private final Database database;
    private final Keys keys;
    private final boolean reloads;
    private Totals totals;

    StoreChanges(Database database, Keys keys, Totals totals) {
        this.database = database;
        this.keys = keys;
        this.totals = totals;
        this.reloads = database.get(Column.MAIN, Keys.RELOADS).isPresent();
    }

    long dropHost(String origin) {
        long host = keys.fingerprint(origin);
        long before = totals.outstanding();
        for (byte kind : new byte[] {Keys.READY, Keys.LATER}) {
            byte[] prefix = Keys.hostPrefix(kind, host);
            database.read(Column.QUEUE, cursor -> {
                cursor.seek(prefix);
                while (cursor.isValid() && Keys.startsWith(cursor.key(), prefix)) {
                    change(batch -> {
                        for (int i = 0; i < BATCH && cursor.isValid(); i++, cursor.next()) {
                            if (!Keys.startsWith(cursor.key(), prefix)) {
                                return;
                            }
                            drop(cursor.key(), cursor.value(), batch);
                        }
                    });
                }
            });
        }
        return before - totals.outstanding();
    }

    private void drop(byte[] key, byte[] request, WriteBatch batch) throws RocksDBException {
        batch.delete(database.handle(Column.QUEUE), key);
        if (reloads) {
            batch.delete(database.handle(Column.SEEN), seen(RequestJson.read(request)));
        }
        totals = new Totals(totals.outstanding() - 1, totals.seen(), totals.givenUp(), totals.nextNumber());
    }

    private byte[] seen(Request request) {
        return Keys.seen(keys.fingerprint(request.key()));
    }

    long retryGivenUp(Optional<String> origin, Runnable first) {
        long before = totals.outstanding();
        boolean[] begun = {false};
        database.read(Column.MAIN, cursor -> {
            cursor.seek(GivenUpList.FIRST);
            while (cursor.isValid() && Keys.startsWith(cursor.key(), Keys.GIVEN_UP)) {
                Batch some = new Batch(new HashSet<>(), new HashSet<>());
                change(batch -> {
                    for (int i = 0; i < BATCH && cursor.isValid(); i++, cursor.next()) {
                        if (!Keys.startsWith(cursor.key(), Keys.GIVEN_UP)) {
                            break;
                        }
                        Request request = GivenUpList.read(cursor.value()).request();
                        if (origin.isEmpty() || origin.get().equals(request.origin())) {
                            if (!begun[0]) {
                                begun[0] = true;
                                first.run();
                            }
                            retry(cursor.key(), request, some, batch);
                        }
                    }
                    forget(some.origins(), batch);
                });
            }
        });
        if (origin.isPresent() && !begun[0]) {
            change(batch -> forget(Set.of(origin.get()), batch)); // it is asked afresh for what is queued, too
        }
        return totals.outstanding() - before;
    }

    /** What is in a batch. */
    private record Batch(Set<String> keys, Set<String> origins) {}

    private void retry(byte[] key, Request request, Batch some, WriteBatch batch) throws RocksDBException {
        batch.delete(database.handle(Column.MAIN), key);
        totals = new Totals(totals.outstanding(), totals.seen(), totals.givenUp() - 1, totals.nextNumber());
        some.origins().add(request.origin());
        boolean underWay = reloads
                && (!some.keys().add(request.key())
                        || database.get(Column.SEEN, seen(request)).isPresent());
        if (underWay) {
            return;
        }
        Request again = request.anew();
        batch.put(database.handle(Column.SEEN), seen(again), new byte[0]);
        batch.put(
                database.handle(Column.QUEUE),
                Keys.ready(keys.fingerprint(again.origin()), new Place(again.priority(), totals.nextNumber())),
                RequestJson.write(again));
        totals = new Totals(totals.outstanding() + 1, totals.seen(), totals.givenUp(), totals.nextNumber() + 1);
    }

    /** Forgets the setbacks of hosts. */
    private void forget(Set<String> origins, WriteBatch batch) throws RocksDBException {
        for (String origin : origins) {
            byte[] name = Keys.host(origin);
            Optional<byte[]> note = database.get(Column.MAIN, name);
            if (note.isPresent()) {
                try {
                    batch.put(
                            database.handle(Column.MAIN),
                            name,
                            StoredHost.read(note.get()).afresh());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Writes a batch, and the totals with it. */
    private void change(RocksNotes.Change change) {
        try {
            database.change(batch -> {
                change.in(batch);
                batch.put(database.handle(Column.MAIN), Keys.TOTALS, totals.write());
            });
        } catch (RocksDBException e) {
            throw database.told(e);
        }
    }
}
