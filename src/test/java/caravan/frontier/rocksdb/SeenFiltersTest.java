package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.hash.Hashing;
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
            for (long i = 0; i < HELD; i++) {
                batch.put(database.handle(Column.SEEN), Keys.seen(fingerprint(i)), new byte[0]);
            }
        });
    }

    private static long fingerprint(long i) {
        return Hashing.murmur3_128().hashLong(i).asLong();
    }

    /** Of what no store of these holds. */
    private static boolean excludesSome(SeenFilter filter) {
        return LongStream.range(HELD, HELD + 20)
                .map(SeenFiltersTest::fingerprint)
                .anyMatch(filter::excludes);
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

            await().until(() -> excludesSome(filter));

            assertThat(LongStream.range(0, HELD)
                            .map(SeenFiltersTest::fingerprint)
                            .filter(filter::excludes))
                    .isEmpty();
        }
    }

    @Test
    void filterOfAStoreThatIsClosedByThenExcludesNothing() {
        Database closed = Database.open(folder.resolve("closed"), memory, true);
        closed.close();
        try (SeenFilters filters = new SeenFilters(4 << 20)) {
            SeenFilter itsFilter = filters.of(closed);
            SeenFilter next = filters.of(database);

            await().until(() -> excludesSome(next)); // one after the other

            assertThat(itsFilter.isGone()).isTrue();
            assertThat(excludesSome(itsFilter)).isFalse();
        }
    }
}
