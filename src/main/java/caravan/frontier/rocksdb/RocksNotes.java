package caravan.frontier.rocksdb;

import caravan.frontier.Notes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes beside a frontier's requests, in its database. One that cannot be written for a full disk is lost: the changes
 * of the frontier itself say so, and wait. Thread-safe.
 */
final class RocksNotes implements Notes {
    private static final Logger LOG = LoggerFactory.getLogger(RocksNotes.class);

    private final Database database;

    RocksNotes(Database database) {
        this.database = database;
    }

    @Override
    public Optional<byte[]> find(Kind kind, String name) {
        return database.get(columnOf(kind), Keys.note(kind, name));
    }

    @Override
    public void put(Kind kind, String name, byte[] note) {
        write(batch -> batch.put(database.handle(columnOf(kind)), Keys.note(kind, name), note));
    }

    @Override
    public void remove(Kind kind, String name) {
        write(batch -> batch.delete(database.handle(columnOf(kind)), Keys.note(kind, name)));
    }

    @Override
    public void forEach(Kind kind, BiConsumer<String, byte[]> reader) {
        readOn(kind, "", (name, note) -> {
            reader.accept(name, note);
            return true;
        });
    }

    @Override
    public void readOn(Kind kind, String after, BiPredicate<String, byte[]> reader) {
        byte[] prefix = Keys.note(kind, "");
        database.read(columnOf(kind), cursor -> {
            boolean more = true;
            for (cursor.seek(Keys.note(kind, after));
                    more && cursor.isValid() && Keys.startsWith(cursor.key(), prefix);
                    cursor.next()) {
                byte[] key = cursor.key();
                String name = new String(key, prefix.length, key.length - prefix.length, StandardCharsets.UTF_8);
                more = !after.isEmpty() && name.equals(after) || reader.test(name, cursor.value());
            }
        });
    }

    private static Column columnOf(Kind kind) {
        return kind == Kind.PAGE ? Column.PAGES : Column.MAIN;
    }

    private void write(Change change) {
        try {
            database.change(change);
        } catch (RocksDBException e) {
            LOG.debug("a note is lost: {}", e.getMessage());
        }
    }

    /** Puts something into a batch. */
    interface Change {
        void in(WriteBatch batch) throws RocksDBException;
    }
}
