package caravan.frontier.rocksdb;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB in one folder. Thread-safe: calls go side by side, but for opening and closing, as what is closed under a
 * running call would end the process. While it is closed it holds nothing and takes nothing.
 */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** What the process that writes deletes between the reading of its list and the opening is no damage. */
    private static final int LOOKS = 5;

    private static final long READ_AHEAD_BYTES = 256L << 10;

    /** As much is read again in some hundredths of a second. */
    private static final long FLUSHED_BYTES = 2L << 20;

    private final Path folder;
    private final RocksMemory memory;
    private final boolean readOnly;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final WriteOptions writing = new WriteOptions();
    private final ReadOptions reading = new ReadOptions();
    private final ReadOptions scanning = new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
    private Optional<Opened> opened = Optional.empty();
    private volatile boolean unsynced;

    private Database(Path folder, RocksMemory memory, boolean readOnly) {
        this.folder = folder;
        this.memory = memory;
        this.readOnly = readOnly;
    }

    /**
     * @param create whether there is none yet
     * @throws CaravanException INTERNAL naming the folder, and what can be done
     */
    static Database open(Path folder, RocksMemory memory, boolean create) {
        if (!create) {
            look(folder, memory).close(); // an opening that fails half way would have changed what is damaged
        }
        Database database = new Database(folder, memory, false);
        database.openNow(create);
        return database;
    }

    /** Looks at what another process may be writing: a moment's picture of it, for questions alone. */
    static Database look(Path folder, RocksMemory memory) {
        for (int look = 1; ; look++) {
            try {
                Database database = new Database(folder, memory, true);
                database.openNow(false);
                return database;
            } catch (CaravanException e) {
                if (look == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private void openNow(boolean create) {
        lock.writeLock().lock();
        try {
            opened = Optional.of(Opened.open(folder, memory, readOnly, create));
        } catch (RocksDBException e) {
            throw told(e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The same for a person, with what can be done. */
    CaravanException told(RocksDBException e) {
        String why = e.getMessage();
        boolean locked = why.contains("lock file") || why.contains("LOCK");
        boolean damaged = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption
                || why.contains("does not exist")
                || why.contains("No such file");
        String what = locked
                ? "is in use by another process: stop that one first, or use another folder"
                : damaged
                        ? "is damaged and was left as it is: put a copy in its place, or move it away to start afresh"
                        : "cannot be opened";
        return new CaravanException(Kind.INTERNAL, "the store in " + folder + " " + what + " (" + why + ")", e);
    }

    private interface Question<T> {
        T ask(Opened database) throws RocksDBException;
    }

    /** Nobody closes it or opens it again meanwhile. */
    private <T> T whileOpen(T whenClosed, Question<T> question) throws RocksDBException {
        lock.readLock().lock();
        try {
            return opened.isEmpty() ? whenClosed : question.ask(opened.get());
        } finally {
            lock.readLock().unlock();
        }
    }

    private <T> T ask(T whenClosed, Question<T> question) {
        try {
            return whileOpen(whenClosed, question);
        } catch (RocksDBException e) {
            throw told(e);
        }
    }

    Optional<byte[]> get(Column column, byte[] key) {
        return ask(Optional.empty(), its -> Optional.ofNullable(its.db().get(handle(column), key)));
    }

    /** @return for each of the fingerprints whether it was seen; many at once cost a good deal less each than one */
    boolean[] holds(List<Long> fingerprints) {
        boolean[] none = new boolean[fingerprints.size()];
        return fingerprints.isEmpty()
                ? none
                : ask(none, its -> SeenLookup.holds(its.db(), handle(Column.SEEN), fingerprints));
    }

    /** About how many entries a column has. */
    long estimate(Column column) {
        return ask(0L, its -> its.db().getLongProperty(handle(column), "rocksdb.estimate-num-keys"));
    }

    /** Lends a cursor over a column, for as long as {@code reader} runs; not at all while it is closed. */
    void read(Column column, Consumer<RocksIterator> reader) {
        read(column, reading, reader);
    }

    /**
     * The same for who goes over much of it, once: what is read on the way is not kept in memory.
     *
     * @return whether it is open
     */
    boolean scan(Column column, Consumer<RocksIterator> reader) {
        return read(column, scanning, reader);
    }

    private boolean read(Column column, ReadOptions how, Consumer<RocksIterator> reader) {
        return ask(false, its -> {
            try (RocksIterator cursor = its.db().newIterator(handle(column), how)) {
                reader.accept(cursor);
                cursor.status();
            }
            return true;
        });
    }

    /** Writes all of it or nothing; the operating system has it then. Nothing happens while it is closed. */
    void write(WriteBatch batch) throws RocksDBException {
        whileOpen(false, its -> {
            its.db().write(writing, batch);
            unsynced = true;
            return true;
        });
    }

    /** Writes one small change. Nothing happens while it is closed. */
    void change(RocksNotes.Change change) throws RocksDBException {
        whileOpen(false, its -> {
            try (WriteBatch batch = new WriteBatch()) {
                change.in(batch);
                write(batch);
            }
            return true;
        });
    }

    /** Waits until the disk has what was written. */
    void sync() throws RocksDBException {
        if (!unsynced) {
            return;
        }
        whileOpen(false, its -> {
            unsynced = false;
            its.db().flushWal(true);
            return true;
        });
    }

    /**
     * Reads all of it, and compares it with its checksums.
     *
     * @throws CaravanException INTERNAL naming the folder, when something is amiss
     */
    void verify() {
        ask(false, its -> {
            its.db().verifyChecksum();
            return true;
        });
    }

    /** To be asked only while it is open, by those who would know if it were not. */
    ColumnFamilyHandle handle(Column column) {
        return opened.orElseThrow(() -> new IllegalStateException(folder + " is closed"))
                .columns()
                .get(column.ordinal());
    }

    /**
     * Closes and opens again: after a write that failed it takes no other before that.
     *
     * @throws CaravanException when it cannot be opened yet; it is closed then
     */
    void reopen() {
        lock.writeLock().lock();
        try {
            release();
            opened = Optional.of(Opened.open(folder, memory, readOnly, false));
        } catch (RocksDBException e) {
            throw told(e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void release() {
        opened.ifPresent(Opened::close);
        opened = Optional.empty();
    }

    /**
     * Makes tables of what is in memory, when that is much: whoever opens it next has to read the log, twice. On a disk
     * that is full this fails, and the log stays.
     */
    private void flushIfLarge() throws RocksDBException {
        if (readOnly) {
            return;
        }
        whileOpen(false, its -> {
            try (FlushOptions atOnce = new FlushOptions().setAllowWriteStall(true)) {
                if (its.db().getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables") > FLUSHED_BYTES) {
                    its.db().flush(atOnce, its.columns());
                }
            }
            return true;
        });
    }

    /** What was written is on the disk then, if that takes it. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            sync();
            flushIfLarge();
        } catch (RocksDBException e) {
            LOG.debug("cannot sync or flush {}: {}", folder, e.getMessage()); // the operating system has it
        }
        lock.writeLock().lock();
        try {
            release();
            writing.close();
            reading.close();
            scanning.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
