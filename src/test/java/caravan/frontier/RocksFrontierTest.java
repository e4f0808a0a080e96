package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.frontier.rocksdb.RocksFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    /** Another process, which knows what the first has left. */
    private Frontier again(String name) {
        HostGate others = new HostGate(clock);
        return roomy.open(folder.resolve(name), ONE_AT_ONCE, others, clock, false);
    }

    @Test
    void setbacksOutliveTheProcess() {
        try (Frontier first = again("kept")) {
            first.offer(seeds(A + "/1", A + "/2"));
            first.setback(A, BUSY, BACK_OFF);
        }
        pass(50_000);
        try (Frontier second = again("kept")) {
            assertThat(second.lease()).isEmpty();
            assertThat(second.nextReady()).contains(Duration.ofSeconds(10));
            pass(10_000);
            assertThat(second.setback(A, BUSY, BACK_OFF).left()).isEqualTo(Duration.ofMinutes(2));
        }
        pass(125_000);
        try (Frontier third = again("kept")) {
            Rest rest = third.setback(A, BUSY, BACK_OFF);
            assertThat(rest).isEqualTo(new Rest(Duration.ofMinutes(4), true, true, 2));
        }
        try (Frontier fourth = again("kept")) {
            fourth.offer(seeds(A + "/3"));
            assertThat(fourth.stats()).isEqualTo(new FrontierStats(0, 0, 0, 3, 3));
            assertThat(fourth.givenUp(1)).extracting(GivenUp::reason).containsExactly("answered 503");
        }
    }

    @Test
    void quietWhileNoProcessRanIsForgivenToo() {
        try (Frontier first = again("kept")) {
            first.setback(A, BUSY, BACK_OFF);
            pass(60_000);
            first.setback(A, BUSY, BACK_OFF);
            pass(120_000);
            first.answered(A, true);
        }
        pass(Duration.ofMinutes(4).toMillis());
        try (Frontier second = again("kept")) {
            assertThat(second.setback(A, BUSY, BACK_OFF).left()).isEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void failuresInARowAreCountedFromOneProcessToTheNext() {
        try (Frontier first = again("kept")) {
            first.setback(A, REFUSED, BACK_OFF);
            first.setback(A, REFUSED, BACK_OFF);
        }
        try (Frontier second = again("kept")) {
            assertThat(second.setback(A, REFUSED, BACK_OFF).left()).isEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void requestWhoseTimeHasComeIsNotOverwrittenAfterAKill() {
        Politeness atOnce = new Politeness(9, Duration.ZERO);
        Path left = next();
        Frontier first = tight.open(left, atOnce, new HostGate(clock), clock, false);
        first.offer(seeds(A + "/1", A + "/2"));
        Lease lease = first.lease().orElseThrow();
        first.retry(lease, lease.request().retry(), Duration.ofSeconds(1));
        pass(2000);
        first.lease(); // gives the one whose time has come its place
        RocksFixture.copy(left, next());
        first.close();
        try (Frontier second = tight.open(newest, atOnce, new HostGate(clock), clock, false)) {
            second.offer(seeds(A + "/3"));
            Set<String> urls = Stream.generate(second::lease)
                    .limit(3)
                    .flatMap(Optional::stream)
                    .map(each -> each.request().url())
                    .collect(Collectors.toSet());
            assertThat(urls).containsExactlyInAnyOrder(A + "/1", A + "/2", A + "/3");
        }
    }
}
