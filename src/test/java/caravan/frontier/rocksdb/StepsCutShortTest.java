package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.frontier.Frontier;
import caravan.frontier.HostGate;
import caravan.frontier.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kill leaves in the middle of a step that takes several writes: the log, up to any of them. */
class StepsCutShortTest extends StoredCrawlFixture {
    private static final int STEPS = 120;
    private static final int CUTS = 80;

    /** More than a step takes at once. */
    private static final int MANY = 1100;

    private final Random random = new Random(7);

    /** What is in a store, counted. */
    private record Counted(long queued, long givenUp, long seen, long lastNumber) {

        static Counted of(Database database) {
            List<byte[]> queue = keys(database, Column.QUEUE, Keys.FIRST);
            List<byte[]> givenUp = keys(database, Column.MAIN, Keys.GIVEN_UP).stream()
                    .filter(key -> Keys.startsWith(key, Keys.GIVEN_UP))
                    .toList();
            long last = Stream.concat(
                            queue.stream().map(Counted::number),
                            givenUp.stream().map(Keys::givenUpNumber))
                    .mapToLong(number -> number)
                    .max()
                    .orElse(-1);
            int seen = keys(database, Column.SEEN, Keys.FIRST).size();
            return new Counted(queue.size(), givenUp.size(), seen, last);
        }

        private static long number(byte[] key) {
            return key[0] == Keys.READY ? Keys.place(key).number() : Keys.numberOf(key);
        }

        private static List<byte[]> keys(Database database, Column column, byte[] from) {
            List<byte[]> keys = new ArrayList<>();
            database.read(column, cursor -> {
                for (cursor.seek(from); cursor.isValid(); cursor.next()) {
                    keys.add(cursor.key());
                }
            });
            return keys;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsAndNumbersAreRightWhereverTheLogEnds(boolean reload) throws IOException {
        try (Frontier frontier = reload ? reloading() : frontier(home())) {
            begin(frontier);
            for (int i = 0; i < STEPS; i++) {
                step(frontier);
                if (random.nextInt(20) == 0) {
                    frontier.drop();
                }
                frontier.lease().ifPresent(frontier::ack);
            }
            copy();
        }
        wherever((totals, counted) -> assertThat(counted.seen()).isEqualTo(reload ? counted.queued() : totals.seen()));
    }

    /** @param bytes for the heads of queues */
    @ParameterizedTest
    @ValueSource(ints = {0, 1 << 20})
    void whatIsNotDoneIsQueuedOrGivenUpWhereverTheLogEnds(int bytes) throws IOException {
        try (RocksFixture fixture = new RocksFixture(bytes);
                Frontier frontier = fixture.openCrawl(home(), ONE_AT_ONCE, new HostGate(clock), clock, false)) {
            begin(frontier);
            for (int i = 0; i < STEPS; i++) {
                step(frontier);
            }
            copy();
        }
        wherever(StepsCutShortTest::nothingIsLost);
    }

    @Test
    void manyAreGivenUpAndTriedAgainWhereverTheLogEnds() throws IOException {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, MANY));
            assertThat(frontier.giveUpHost(A, "down")).isEqualTo(MANY);
            assertThat(frontier.retryGivenUp()).isEqualTo(MANY);
            copy();
        }
        wherever(StepsCutShortTest::nothingIsLost);
    }

    private static void nothingIsLost(Totals totals, Counted counted) {
        assertThat(counted.queued() + counted.givenUp()).isEqualTo(totals.seen());
    }

    private void begin(Frontier frontier) {
        frontier.offer(numbered(A, 40));
        frontier.offer(numbered(B, 20));
    }

    /** Any but those that end a request well. */
    private void step(Frontier frontier) {
        switch (random.nextInt(5)) {
            case 0 -> frontier.offer(numbered(C, random.nextInt(60)));
            case 1 -> frontier.giveUpHost(random.nextBoolean() ? A : C, "down");
            case 2 -> frontier.retryGivenUp();
            case 3 -> frontier.lease().ifPresent(lease -> again(frontier, lease));
            default -> clock.advance(Duration.ofSeconds(random.nextInt(20) == 0 ? 60 : 1));
        }
    }

    private void again(Frontier frontier, Lease lease) {
        if (random.nextInt(3) == 0) {
            frontier.defer(lease, Duration.ZERO);
        } else {
            frontier.retry(lease, lease.request().retry(), Duration.ofSeconds(30));
        }
    }

    private Path killed() {
        return folder.resolve("killed");
    }

    private void copy() {
        RocksFixture.copy(new CrawlFolder(home()).store(), killed());
    }

    /** Looks at what is left when the log ends at some place or other. */
    private void wherever(BiConsumer<Totals, Counted> check) throws IOException {
        Path log = RocksFixture.largest(killed(), "*.log");
        byte[] whole = Files.readAllBytes(log);
        try (RocksMemory memory = new RocksMemory(8 << 20)) {
            for (int cut = 0; cut < CUTS; cut++) {
                Files.write(log, Arrays.copyOf(whole, random.nextInt(whole.length)));
                try (Database database = Database.look(killed(), memory)) {
                    Totals totals = Totals.in(database);
                    Counted counted = Counted.of(database);
                    assertThat(totals.outstanding()).isEqualTo(counted.queued());
                    assertThat(totals.givenUp()).isEqualTo(counted.givenUp());
                    assertThat(totals.nextNumber()).isGreaterThan(counted.lastNumber());
                    check.accept(totals, counted);
                }
            }
        }
    }
}
