package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

class SeenFiltersTest {
    /** More than are read at once. */
    private static final int HELD = 250_000;

    @TempDir
    Path folder;

    private final RocksMemory memory = new RocksMemory(32 << 20);
    private Database database;

    @BeforeEach
    void fill() throws RocksDBException {
        database = Database.open(folder.resolve("store"), memory, true);
        database.change(batch -> {
            for (long fingerprint = 0; fingerprint < HELD; fingerprint++) {
                batch.put(database.handle(Column.SEEN), Keys.seen(fingerprint), new byte[0]);
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
        memory.close();
    }

    @Test
    void filterOfAStoreThatIsOpenedExcludesAllButWhatItHolds() {
        try (SeenFilters filters = new SeenFilters(4 << 20)) {
            SeenFilter filter = filters.of(database);

            await().until(() -> filter.excludes(-1) || filter.excludes(-2));

            assertThat(LongStream.range(0, HELD).filter(filter::excludes)).isEmpty();
        }
    }

    @Test
    void filterOfAStoreThatIsClosedMeanwhileExcludesNothing() {
        Database closed = Database.open(folder.resolve("closed"), memory, true);
        closed.close();
        try (SeenFilters filters = new SeenFilters(4 << 20)) {
            SeenFilter itsFilter = filters.of(closed);
            SeenFilter next = filters.of(database);

            await().until(() -> next.excludes(-1) || next.excludes(-2)); // one after the other

            assertThat(itsFilter.excludes(-1) || itsFilter.excludes(-2)).isFalse();
        }
    }
}
