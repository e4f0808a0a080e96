package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.frontier.rocksdb.RocksFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RocksFrontierTest extends FrontierContract {
    /** A long run has thousands: {@code -Dmodel.sequences=2000}. */
    private static final int SEQUENCES = Integer.getInteger("model.sequences", 12);

    private static RocksFixture roomy;
    /** Has one request a host in memory, so that nearly everything comes from disk. */
    private static RocksFixture tight;

    @TempDir
    Path folder;

    private int stores;
    private Path newest;

    @BeforeAll
    static void open() {
        roomy = new RocksFixture(1 << 20);
        tight = new RocksFixture(0);
    }

    @AfterAll
    static void close() {
        roomy.close();
        tight.close();
    }

    @Override
    protected Frontier create(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        return fixture().open(next(), politeness, gate, nanoClock, false);
    }

    @Override
    protected Frontier createReloading(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        return fixture().open(next(), politeness, gate, nanoClock, true);
    }

    private Path next() {
        newest = folder.resolve("store" + stores++);
        return newest;
    }

    private RocksFixture fixture() {
        return stores % 2 == 0 ? roomy : tight;
    }

    @Override
    int sequences() {
        return SEQUENCES;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void behavesLikeTheNaiveModelThoughItIsKilledNowAndThen(int perHost) {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            Politeness politeness = new Politeness(perHost, Duration.ofMillis(seed % 3 * 100L));
            Frontier drained = new FrontierModel(
                            create(politeness, new HostGate(clock), clock), politeness, clock, seed)
                    .killed(frontier -> restarted(frontier, politeness))
                    .run(200);
            assertThat(drained.stats().drained()).isTrue();
            drained.close();
        }
    }

    /** Goes on with the files as they are at this moment, which is what a killed process leaves. */
    private Frontier restarted(Frontier frontier, Politeness politeness) {
        Path left = newest;
        RocksFixture.copy(left, next());
        frontier.close();
        return fixture().open(newest, politeness, new HostGate(clock), clock, false);
    }
}
