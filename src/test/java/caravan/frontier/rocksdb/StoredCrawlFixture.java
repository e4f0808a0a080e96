package caravan.frontier.rocksdb;

import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.HostGate;
import caravan.frontier.Lease;
import caravan.frontier.Politeness;
import caravan.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Crawls in folders, for tests that look at them from outside. */
abstract class StoredCrawlFixture {
    static final Politeness ONE_AT_ONCE = new Politeness(1, Duration.ZERO);
    static final String A = "http://a.example";
    static final String B = "http://b.example";
    static final String C = "http://c.example";
    private static RocksFixture rocks;

    @TempDir
    Path folder;

    final ManualClock clock = new ManualClock();

    @BeforeAll
    static void open() {
        rocks = new RocksFixture(1 << 20);
    }

    @AfterAll
    static void close() {
        rocks.close();
    }

    Path home() {
        return folder.resolve("home");
    }

    Frontier frontier(Path home) {
        return rocks.openCrawl(home, ONE_AT_ONCE, new HostGate(clock), clock, false);
    }

    Frontier reloading() {
        return rocks.openCrawl(home(), ONE_AT_ONCE, new HostGate(clock), clock, true);
    }

    static List<Request> numbered(String origin, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Request.seed(origin + "/" + i))
                .toList();
    }

    static Request withPriority(String url, int priority) {
        return new Request(url, Ask.GET, "r", Map.of("n", 1L, "名", "书"), 1, priority, 0, 0, A + "/");
    }

    static void giveUp(Frontier frontier, int count) {
        for (int i = 0; i < count; i++) {
            frontier.giveUp(frontier.lease().orElseThrow(), "timeout");
        }
    }

    /** Everything that goes, in order, with what was lent at the head as after a crash. */
    List<String> drained(Path home) {
        List<String> urls = new ArrayList<>();
        try (Frontier frontier = frontier(home)) {
            while (!frontier.stats().drained()) {
                Optional<Lease> lease = frontier.lease();
                if (lease.isEmpty()) {
                    clock.advance(frontier.nextReady().orElseThrow());
                } else {
                    urls.add(lease.get().request().toString());
                    frontier.ack(lease.get());
                }
            }
        }
        return urls;
    }
}
