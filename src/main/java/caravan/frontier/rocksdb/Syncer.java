package caravan.frontier.rocksdb;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the disk take what was written, every so often, for all stores of a process. Thread-safe. */
final class Syncer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);

    private final Set<Database> databases = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "caravan-frontier-sync");
        thread.setDaemon(true);
        return thread;
    });

    /** @param every zero for never */
    Syncer(Duration every) {
        if (!every.isZero()) {
            timer.scheduleWithFixedDelay(this::syncAll, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void add(Database database) {
        databases.add(database);
    }

    void remove(Database database) {
        databases.remove(database);
    }

    private void syncAll() {
        databases.forEach(Syncer::sync);
    }

    private static void sync(Database database) {
        try {
            database.sync();
        } catch (RocksDBException | RuntimeException e) {
            // The next write finds the reason, says so, and waits until it is mended.
            LOG.debug("cannot sync: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
