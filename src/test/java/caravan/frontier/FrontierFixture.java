package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;

/** What the contract tests of a frontier share: a clock that stands still, a gate, and short ways to say things. */
abstract class FrontierFixture {
    static final Politeness ONE_PER_SECOND = new Politeness(1, Duration.ofSeconds(1));
    static final Politeness ONE_AT_ONCE = new Politeness(1, Duration.ZERO);
    static final String A = "http://a.example";
    static final String B = "http://b.example";
    static final String C = "http://c.example";

    final ManualClock clock = new ManualClock();
    final HostGate gate = new HostGate(clock);
    private final List<Frontier> opened = new ArrayList<>();

    /** An empty frontier of the implementation under test; every call gives another one. */
    protected abstract Frontier create(Politeness politeness, HostGate gate, LongSupplier nanoClock);

    /** The same, but one that takes a request again once it is done. */
    protected abstract Frontier createReloading(Politeness politeness, HostGate gate, LongSupplier nanoClock);

    final Frontier frontier(Politeness politeness) {
        Frontier frontier = create(politeness, gate, clock);
        opened.add(frontier);
        return frontier;
    }

    final Frontier reloading(Politeness politeness) {
        Frontier frontier = createReloading(politeness, gate, clock);
        opened.add(frontier);
        return frontier;
    }

    final Frontier frontier(Politeness politeness, String... urls) {
        Frontier frontier = frontier(politeness);
        assertThat(frontier.offer(seeds(urls))).isEqualTo(urls.length);
        return frontier;
    }

    @AfterEach
    final void closeFrontiers() {
        opened.forEach(Frontier::close);
    }

    final void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    static List<Request> seeds(String... urls) {
        return Arrays.stream(urls).map(Request::seed).toList();
    }

    static Request withPriority(String url, int priority) {
        return new Request(url, Ask.GET, "", Map.of(), 0, priority, 0, 0, "");
    }

    static Lease leased(Frontier frontier) {
        return frontier.lease().orElseThrow(() -> new AssertionError("nothing was leased: " + frontier.stats()));
    }

    static Lease onWire(Frontier frontier) {
        Lease lease = leased(frontier);
        frontier.started(lease);
        return lease;
    }

    /** Takes one request through its whole life in no time. */
    static String crawlOne(Frontier frontier) {
        Lease lease = onWire(frontier);
        frontier.fetched(lease);
        frontier.ack(lease);
        return lease.request().url();
    }

    static List<String> crawl(Frontier frontier, int times) {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            urls.add(crawlOne(frontier));
        }
        return urls;
    }
}
