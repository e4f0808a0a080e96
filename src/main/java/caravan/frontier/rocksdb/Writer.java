package caravan.frontier.rocksdb;

import caravan.CaravanException;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Gathers changes and writes them as one, with the totals that are right then. Where that fails, for a full disk for
 * one, it waits until it does not, and says so: what it was given is not lost while the process lives. Not thread-safe:
 * guarded by the frontier's lock, but for {@link #stopWaiting}.
 */
final class Writer implements AutoCloseable {
    private static final long RETRY_MILLIS = 1000;
    private static final int WORTH_SORTING = 32;

    private final Database database;
    private final StoreTroubles.Reporter troubles;
    private final Supplier<Totals> totals;
    private final Runnable afterWrite;
    private final WriteBatch batch = new WriteBatch();
    private final List<Put> puts = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean empty = true;
    private boolean dropped;

    /**
     * @param totals     those that go with what was gathered
     * @param afterWrite run whenever that has been written
     */
    Writer(Database database, StoreTroubles.Reporter troubles, Supplier<Totals> totals, Runnable afterWrite) {
        this.database = database;
        this.troubles = troubles;
        this.totals = totals;
        this.afterWrite = afterWrite;
    }

    /** @param head the key's first bytes, for comparing most of them at once */
    private record Put(Column column, long head, byte[] key, byte[] value) implements Comparable<Put> {
        static Put of(Column column, byte[] key, byte[] value) {
            byte[] first = key.length < Long.BYTES ? Arrays.copyOf(key, Long.BYTES) : key;
            return new Put(column, Longs.fromByteArray(first), key, value);
        }

        @Override
        public int compareTo(Put other) {
            if (column != other.column) {
                return column.compareTo(other.column);
            }
            int byHead = Long.compareUnsigned(head, other.head);
            return byHead == 0 ? Arrays.compareUnsigned(key, other.key) : byHead;
        }
    }

    void put(Column column, byte[] key, byte[] value) {
        if (takesMore()) {
            puts.add(Put.of(column, key, value));
        } else {
            dropped = true; // nothing is written after that
        }
    }

    /** For something that is about to be given to it. */
    private boolean takesMore() {
        if (isStopped()) {
            return false;
        }
        empty = false;
        return true;
    }

    /** In the order of their keys, as that is how they are put at the least cost; sorting keeps equal ones in order. */
    private void gatherPuts() {
        if (isStopped()) {
            puts.clear();
            return;
        }
        if (puts.size() >= WORTH_SORTING) {
            Collections.sort(puts);
        }
        try {
            for (Put put : puts) {
                batch.put(database.handle(put.column()), put.key(), put.value());
            }
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
        puts.clear();
    }

    void delete(Column column, byte[] key) {
        if (!takesMore()) {
            return;
        }
        gatherPuts();
        try {
            batch.delete(database.handle(column), key);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes everything from one key to before another, of what was written and what is gathered. */
    void deleteRange(Column column, byte[] from, byte[] before) {
        if (!takesMore()) {
            return;
        }
        gatherPuts();
        try {
            batch.deleteRange(database.handle(column), from, before);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when what was gathered, if anything, is written, or when it is stopped. */
    void write() {
        if (empty) {
            return;
        }
        put(Column.MAIN, Keys.TOTALS, totals.get().write());
        gatherPuts();
        boolean written = tryWrite();
        while (!written && !isStopped()) {
            written = reopened() && tryWrite();
        }
        dropped |= !written;
        batch.clear();
        empty = true;
        afterWrite.run();
    }

    private boolean tryWrite() {
        if (isStopped()) {
            return false;
        }
        try {
            database.write(batch);
            troubles.none();
            return true;
        } catch (RocksDBException e) {
            troubles.are(e.getMessage());
            return false;
        }
    }

    private boolean reopened() {
        try {
            if (stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            database.reopen();
            return true;
        } catch (CaravanException e) {
            troubles.are(e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopWaiting(); // whoever interrupts ends the process, and what is not written is done again
            return false;
        }
    }

    /** Whether something it was given has not been written, and will not be. */
    boolean hasDropped() {
        return dropped;
    }

    /** What it is given from here on is not written. From any thread. */
    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    void stopWaiting() {
        stopped.countDown();
    }

    @Override
    public void close() {
        stopWaiting();
        troubles.none();
        batch.close();
    }
}
