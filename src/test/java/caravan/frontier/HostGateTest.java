package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.crawl.Request;
import caravan.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostGateTest {
    private static final String A = "http://a.example";
    private static final Politeness ONE = new Politeness(1, Duration.ofSeconds(1));
    private static final Politeness THREE = new Politeness(3, Duration.ofSeconds(1));
    private static final Politeness THREE_AT_ONCE = new Politeness(3, Duration.ZERO);
    private static final long SECOND = 1_000_000_000;
    private static final long HINT = 50_000_000;
    private static final int STRESS = 5_000;

    private final ManualClock clock = new ManualClock();
    private final HostGate gate = new HostGate(clock);

    @Test
    void delayCountsFromTheEndWithOneAtATime() {
        granted(ONE);
        gate.started(A, ONE);
        clock.advance(Duration.ofSeconds(9));
        assertThat(gate.tryAcquire(A, ONE)).as("only its end frees the origin").isEqualTo(HINT);
        assertThat(gate.release(A, ONE, true)).isEqualTo(SECOND);
        clock.advance(Duration.ofMillis(400));
        assertThat(gate.tryAcquire(A, ONE)).isEqualTo(SECOND * 6 / 10);
        clock.advance(Duration.ofMillis(600));
        granted(ONE);
    }

    @Test
    void startsAreADelayApartWithSeveralAtATime() {
        granted(THREE);
        clock.advance(Duration.ofSeconds(5));
        assertThat(gate.tryAcquire(A, THREE)).as("the first has not started").isEqualTo(HINT);
        assertThat(gate.started(A, THREE)).isEqualTo(SECOND);
        assertThat(gate.tryAcquire(A, THREE)).isEqualTo(SECOND);
        clock.advance(Duration.ofSeconds(1));
        granted(THREE);
        assertThat(gate.release(A, THREE, true)).as("an end delays nothing").isZero();
    }

    @Test
    void grantWithoutDelayDoesNotSlipInBeforeOneThatKeepsADelay() {
        granted(THREE);
        assertThat(gate.tryAcquire(A, THREE_AT_ONCE)).isEqualTo(HINT);
        gate.release(A, THREE, false);
        granted(THREE_AT_ONCE);
        granted(THREE_AT_ONCE);
        assertThat(gate.tryAcquire(A, THREE)).isEqualTo(HINT);
    }

    @Test
    void grantThatNeverStartedImposesNoDelay() {
        granted(ONE);
        assertThat(gate.release(A, ONE, false)).isZero();
        granted(ONE);
    }

    @Test
    void blockOnlyEverLengthensTheWait() {
        gate.block(A, Duration.ofSeconds(10));
        gate.block(A, Duration.ofSeconds(3));
        assertThat(gate.tryAcquire(A, ONE)).isEqualTo(10 * SECOND);
        clock.advance(Duration.ofSeconds(10));
        granted(ONE);
        gate.started(A, ONE);
        gate.block(A, Duration.ofSeconds(10));
        assertThat(gate.release(A, ONE, true)).isEqualTo(10 * SECOND);
    }

    @Test
    void slowingDownCountsFromTheLastRequest() {
        assertThat(gate.slow(A, ONE)).as("never asked").isZero();
        granted(ONE);
        gate.started(A, ONE);
        gate.release(A, ONE, true);
        clock.advance(Duration.ofMillis(500));
        assertThat(gate.slow(A, new Politeness(1, Duration.ofSeconds(5)))).isEqualTo(SECOND * 45 / 10);
    }

    @Test
    void originsAreIndependent() {
        granted(ONE);
        assertThat(gate.tryAcquire("https://a.example", ONE)).isZero();
        assertThat(gate.tryAcquire("http://a.example:81", ONE)).isZero();
    }

    @Test
    void releaseOfWhatWasNeverGrantedIsAnError() {
        assertThatThrownBy(() -> gate.release(A, ONE, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(A);
    }

    @Test
    void idleOriginsAreForgottenAndBusyOnesAreNot() {
        granted(ONE);
        for (int i = 0; i < 200_000; i++) {
            String origin = "http://h" + i + ".example";
            assertThat(gate.tryAcquire(origin, ONE)).isZero();
            gate.started(origin, ONE);
            gate.release(origin, ONE, true);
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(gate.size())
                .as("a thousand are within their delay")
                .isGreaterThan(1_000)
                .isLessThan(10_000);
        assertThat(gate.tryAcquire(A, ONE)).as("still under way").isEqualTo(HINT);
    }

    @Test
    void twoFrontiersOnOneHostKeepOneDelay() {
        try (Frontier one = new MemoryFrontier(ONE, gate, clock);
                Frontier two = new MemoryFrontier(ONE, gate, clock)) {
            one.offer(List.of(Request.seed(A + "/1"), Request.seed(A + "/3")));
            two.offer(List.of(Request.seed(A + "/2")));
            Lease first = one.lease().orElseThrow();
            one.started(first);
            assertThat(two.lease()).isEmpty();
            assertThat(two.nextReady())
                    .as("a delay after its start at the soonest")
                    .contains(Duration.ofSeconds(1));
            clock.advance(Duration.ofSeconds(1));
            assertThat(two.lease()).isEmpty();
            assertThat(two.nextReady()).contains(Duration.ofNanos(HINT));
            one.fetched(first);
            clock.advance(Duration.ofMillis(100));
            assertThat(two.lease()).isEmpty();
            assertThat(two.nextReady()).contains(Duration.ofMillis(900));
            clock.advance(Duration.ofMillis(900));
            assertThat(two.lease()).isPresent();
            assertThat(one.lease()).isEmpty();
        }
    }

    @Test
    void randomUseByThreeFrontiersNeverBreaksTheBounds() {
        for (int seed = 0; seed < 300; seed++) {
            new SharedGateRun(clock, new Politeness(1 + seed % 3, Duration.ofMillis(seed % 2 * 100L)), seed).run(500);
        }
    }

    @Test
    void threadsNeverExceedWhatOneHostMayBear() throws Exception {
        List<Frontier> frontiers = List.of(stressed(1), stressed(2));
        Map<String, AtomicInteger> onWire = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Frontier frontier = frontiers.get(i % 2);
                results.add(threads.submit(crawler(frontier, onWire)));
            }
            int crawled = 0;
            for (Future<Integer> result : results) {
                crawled += result.get(60, TimeUnit.SECONDS);
            }
            assertThat(crawled).isEqualTo(2 * STRESS);
        } finally {
            threads.shutdownNow();
            frontiers.forEach(Frontier::close);
        }
    }

    private Frontier stressed(int number) {
        Frontier frontier = new MemoryFrontier(THREE_AT_ONCE, gate, clock);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < STRESS; i++) {
            requests.add(Request.seed("http://h" + i % 5 + ".example/" + number + "/" + i));
        }
        frontier.offer(requests);
        return frontier;
    }

    /** Crawls until the frontier is drained; every thread moves the clock on, so that no hint is waited for. */
    private Callable<Integer> crawler(Frontier frontier, Map<String, AtomicInteger> onWire) {
        return () -> {
            Random random = new Random(Thread.currentThread().getId());
            int crawled = 0;
            while (!frontier.stats().drained() && !Thread.currentThread().isInterrupted()) {
                Lease lease = frontier.lease().orElse(null);
                if (lease == null) {
                    clock.advance(Duration.ofMillis(50));
                    continue;
                }
                AtomicInteger now = onWire.computeIfAbsent(lease.request().origin(), origin -> new AtomicInteger());
                frontier.started(lease);
                assertThat(now.incrementAndGet()).isLessThanOrEqualTo(3);
                Thread.yield();
                now.decrementAndGet();
                if (random.nextInt(10) == 0) {
                    frontier.retry(lease, lease.request(), Duration.ofMillis(random.nextInt(20)));
                } else {
                    frontier.fetched(lease);
                    frontier.ack(lease);
                    crawled++;
                }
            }
            return crawled;
        };
    }

    private void granted(Politeness politeness) {
        assertThat(gate.tryAcquire(A, politeness)).isZero();
    }
}
