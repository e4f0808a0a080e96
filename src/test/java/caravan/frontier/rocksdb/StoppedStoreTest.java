package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.GivenUp;
import caravan.frontier.HostFrontier;
import caravan.frontier.HostGate;
import caravan.frontier.Lanes;
import caravan.frontier.Politeness;
import caravan.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that is stopped in the middle of a step, as happens when its disk is full at the end of the process. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedStoreTest {
    private static final String A = "http://a.example";
    private static final int WAITING = 20;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final RocksFixture rocks = new RocksFixture(0);

    @AfterEach
    void close() {
        rocks.close();
    }

    /** @return with many whose time has come */
    private static Lanes lanes(RocksStore store) {
        Lanes lanes = store.lanes(A);
        long now = store.clock().now();
        IntStream.range(0, WAITING).forEach(i -> lanes.addLater(Request.seed(A + "/" + i), now));
        store.commit(WAITING);
        return lanes;
    }

    @Test
    void requestsWhoseTimeHasComeAreNotTakenInForEver() {
        try (RocksStore store = rocks.store(folder.resolve("store"), clock)) {
            Lanes lanes = lanes(store);
            store.stopWaiting();
            assertThat(lanes.poll(store.clock().now())).isNull();
        }
    }

    @Test
    void nothingIsTakenThatWouldBeThereAgain() {
        try (RocksStore store = rocks.store(folder.resolve("store"), clock)) {
            Lanes lanes = lanes(store);
            store.giveUp(new GivenUp(Request.seed(A), "timeout", Instant.EPOCH));
            store.commit(WAITING);
            store.stopWaiting();
            assertThat(lanes.take(1000)).isEmpty();
            assertThat(store.takeGivenUp(1000)).isEmpty();
        }
    }

    @Test
    void hostIsFreeForOtherCrawlsThoughALeaseWasGivenUpHalfWay() {
        HostGate gate = new HostGate(clock);
        Politeness oneAtOnce = new Politeness(1, Duration.ZERO);
        RocksStore store = rocks.store(folder.resolve("store"), clock);
        Frontier other = rocks.open(folder.resolve("other"), oneAtOnce, gate, clock, false);
        Request request = Request.seed(A + "/1");
        try (HostFrontier frontier = new HostFrontier(oneAtOnce, gate, store.clock(), store)) {
            frontier.offer(List.of(request));
            frontier.retry(frontier.lease().orElseThrow(), request.retry(), Duration.ofSeconds(1));
            clock.advance(Duration.ofSeconds(2));
            store.stopWaiting();

            assertThat(frontier.lease()).isEmpty();

            other.offer(List.of(request));
            assertThat(other.lease()).isPresent();
        }
        other.close();
    }
}
