package caravan.frontier.rocksdb;

import caravan.CaravanException;
import com.google.common.primitives.Longs;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link SeenFilter}s of all stores of a process. They share one room, and one thread that adds what the stores
 * held when they were opened: some seconds for ten million. Thread-safe.
 */
final class SeenFilters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeenFilters.class);

    private final Semaphore roomKib;
    private final ExecutorService filler = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "caravan-frontier-filter");
        thread.setDaemon(true);
        return thread;
    });

    /** @param bytes for all of them */
    SeenFilters(long bytes) {
        this.roomKib = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes >> 10));
    }

    /** The filter of a store that was opened a moment ago; whoever gets it adds what the store gets from here on. */
    SeenFilter of(Database database) {
        SeenFilter filter = new SeenFilter(roomKib, database.estimate(Column.SEEN));
        filler.execute(() -> fill(filter, database));
        return filter;
    }

    private static void fill(SeenFilter filter, Database database) {
        try {
            Filling filling = new Filling(filter);
            boolean open = true;
            while (open && !filling.ended && !filter.isGone()) {
                open = database.scan(Column.SEEN, filling::someMore);
            }
            if (filling.ended) {
                filter.completed();
            }
        } catch (CaravanException e) {
            LOG.warn("what was seen cannot be read, so every new link costs a look at the disk: {}", e.getMessage());
        } finally {
            if (!filter.isComplete()) {
                filter.close();
            }
        }
    }

    /** Goes over a store in parts, as nobody can open it again meanwhile. For one thread. */
    private static final class Filling {
        private static final int PART = 100_000;

        private final SeenFilter filter;
        private byte[] next = Keys.FIRST;
        private boolean ended;

        Filling(SeenFilter filter) {
            this.filter = filter;
        }

        void someMore(RocksIterator cursor) {
            cursor.seek(next);
            for (int left = PART; cursor.isValid() && left > 0 && !filter.isGone(); left--) {
                filter.add(Longs.fromByteArray(cursor.key()));
                cursor.next();
            }
            ended = !cursor.isValid();
            next = ended ? next : cursor.key();
        }
    }

    @Override
    public void close() {
        filler.shutdownNow();
    }
}
