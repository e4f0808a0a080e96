package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProxyRingTest {
    private final ManualClock clock = new ManualClock();

    private ProxyRing ring(String... hosts) {
        List<String> urls =
                Stream.of(hosts).map(host -> "http://" + host + ".example:80").toList();
        return ProxyRing.of(urls, false, clock);
    }

    private static String host(ProxyRing.Turn turn) {
        return turn.proxy().host().replace(".example", "");
    }

    private static List<String> hosts(ProxyRing ring, int times) {
        return Stream.generate(ring::take).limit(times).map(ProxyRingTest::host).toList();
    }

    @Test
    void proxiesTakeTurns() {
        assertThat(hosts(ring("a", "b", "c"), 5)).containsExactly("a", "b", "c", "a", "b");
    }

    @Test
    void failedOneRestsAndComesBack() {
        ProxyRing ring = ring("a", "b");
        assertThat(ring.take().failed()).isTrue();
        assertThat(hosts(ring, 3)).containsExactly("b", "b", "b");
        clock.advance(ProxyRing.FIRST_REST.minusNanos(1));
        assertThat(hosts(ring, 1)).containsExactly("b");
        clock.advance(Duration.ofNanos(1));
        assertThat(hosts(ring, 2)).containsExactly("a", "b");
    }

    @Test
    void restDoublesWhileItFailsUpToTenMinutes() {
        ProxyRing ring = ring("a", "b");
        for (int seconds : List.of(30, 60, 120, 240, 480, 600, 600)) {
            ProxyRing.Turn turn = takeOf(ring, "a");
            turn.failed();
            clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(hosts(ring, 2)).as("after %d s", seconds).containsExactly("b", "b");
            clock.advance(Duration.ofNanos(1));
        }
        takeOf(ring, "a").worked();
        takeOf(ring, "a").failed();
        clock.advance(ProxyRing.FIRST_REST);
        assertThat(hosts(ring, 2)).as("the first rest again").contains("a");
    }

    private static ProxyRing.Turn takeOf(ProxyRing ring, String host) {
        ProxyRing.Turn turn = ring.take();
        return host(turn).equals(host) ? turn : ring.take();
    }

    @Test
    void manyFailuresAtOnceCountOnce() {
        ProxyRing ring = ring("a");
        List<ProxyRing.Turn> atOnce = Stream.generate(ring::take).limit(16).toList();
        assertThat(atOnce.stream().filter(ProxyRing.Turn::failed)).hasSize(1);
        ProxyRing.Turn late = ring.take();
        atOnce.get(3).worked();
        assertThat(late.failed()).as("it fails for the second time").isFalse();
    }

    @Test
    void whileAllRestTheOneWhoseRestEndsFirstIsTried() {
        ProxyRing ring = ring("a", "b", "c");
        ring.take().failed();
        clock.advance(Duration.ofSeconds(5));
        ring.take().failed();
        clock.advance(Duration.ofSeconds(5));
        ring.take().failed();
        assertThat(hosts(ring, 2)).containsExactly("a", "a");
        ring.take().failed();
        assertThat(hosts(ring, 2)).containsExactly("b", "b");
        ring.take().worked();
        assertThat(hosts(ring, 2)).as("it serves again").containsExactly("b", "b");
    }
}
