package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.crawl.Ask;
import caravan.crawl.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every frontier must do, sentence by sentence of {@link Frontier}. A new implementation extends this class. */
abstract class FrontierContract extends FrontierPacingContract {

    @Test
    void offerTakesNewUrlsOnceAndCountsThem() {
        Frontier frontier = frontier(ONE_AT_ONCE);
        assertThat(frontier.offer(seeds(A + "/1", A + "/2", A + "/1"))).isEqualTo(2);
        assertThat(frontier.offer(seeds(A + "/2", A + "/3"))).isEqualTo(1);
        assertThat(frontier.offer(List.of())).isZero();
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(3, 0, 1, 3));
        assertThat(crawl(frontier, 3)).containsExactly(A + "/1", A + "/2", A + "/3");
    }

    @Test
    void urlStaysSeenAfterItIsDoneOrDropped() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2");
        crawlOne(frontier);
        frontier.drop();
        assertThat(frontier.offer(seeds(A + "/1", A + "/2"))).isZero();
        assertThat(frontier.stats().seen()).isEqualTo(2);
    }

    @Test
    void bulkOfferKeepsEveryRequest() {
        Frontier frontier = frontier(new Politeness(1_000, Duration.ZERO));
        List<Request> many = IntStream.range(0, 5_000)
                .mapToObj(i -> Request.seed("http://h" + i % 70 + ".example/" + i))
                .toList();
        assertThat(frontier.offer(many)).isEqualTo(5_000);
        assertThat(frontier.offer(many)).isZero();
        assertThat(frontier.stats().hosts()).isEqualTo(70);
        assertThat(crawl(frontier, 5_000))
                .containsExactlyInAnyOrderElementsOf(
                        many.stream().map(Request::url).toList());
        assertThat(frontier.stats().drained()).isTrue();
    }

    @Test
    void leaseLendsTheRequestAsItWasOffered() {
        Frontier frontier = frontier(ONE_AT_ONCE);
        Request request = new Request(A + "/1", Ask.GET, "book", Map.of("shelf", "7"), 3, 4, 0, 2, B + "/from");
        frontier.offer(List.of(request));
        assertThat(leased(frontier).request()).isEqualTo(request);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(0, 1, 1, 1));
    }

    @Test
    void hostsTakeTurns() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", A + "/3", B + "/1", B + "/2", C + "/1");
        assertThat(crawl(frontier, 6)).containsExactly(A + "/1", B + "/1", C + "/1", A + "/2", B + "/2", A + "/3");
    }

    @Test
    void hostsWithRoomForSeveralTakeTurnsToo() {
        Frontier frontier = frontier(new Politeness(2, Duration.ZERO), A + "/1", A + "/2", B + "/1", B + "/2");
        List<String> urls =
                Stream.generate(() -> leased(frontier).request().url()).limit(4).toList();
        assertThat(urls).containsExactly(A + "/1", B + "/1", A + "/2", B + "/2");
    }

    @Test
    void sameNameOnAnotherPortOrSchemeIsAnotherHost() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + ":8080/1", "https://a.example/1");
        assertThat(crawl(frontier, 3)).hasSize(3);
    }

    @Test
    void higherPriorityGoesFirstThenTheOldest() {
        Frontier frontier = frontier(ONE_AT_ONCE);
        frontier.offer(List.of(
                withPriority(A + "/low", -1),
                withPriority(A + "/first", 0),
                withPriority(A + "/high", 9),
                withPriority(A + "/second", 0),
                withPriority(A + "/high2", 9),
                withPriority(A + "/middle", 5)));
        assertThat(crawl(frontier, 6))
                .containsExactly(A + "/high", A + "/high2", A + "/middle", A + "/first", A + "/second", A + "/low");
    }

    @Test
    void deferredRequestGoesFirstAgain() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2");
        frontier.defer(leased(frontier), Duration.ZERO);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(2, 0, 1, 2));
        frontier.offer(List.of(withPriority(A + "/high", 1)));
        assertThat(crawl(frontier, 3)).containsExactly(A + "/high", A + "/1", A + "/2");
    }

    @Test
    void retriedRequestIsQueuedAgainThoughItsUrlIsSeen() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        Lease lease = onWire(frontier);
        frontier.retry(lease, lease.request().retry(), Duration.ZERO);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(1, 0, 1, 1));
        assertThat(leased(frontier).request()).isEqualTo(Request.seed(A + "/1").retry());
    }

    @Test
    void retryOfAnotherUrlIsRefused() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        Lease lease = leased(frontier);
        assertThatThrownBy(() -> frontier.retry(lease, Request.seed(B + "/1"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(B + "/1");
        assertThat(frontier.stats().leased()).isEqualTo(1);
    }

    @Test
    void endingALeaseTwiceHasNoEffect() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2");
        Lease first = onWire(frontier);
        frontier.ack(first);
        Lease second = onWire(frontier);
        frontier.ack(first);
        frontier.retry(first, first.request(), Duration.ZERO);
        frontier.defer(first, Duration.ZERO);
        frontier.started(first);
        frontier.fetched(first);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(0, 1, 1, 2));
        frontier.offer(seeds(A + "/3"));
        assertThat(frontier.lease()).as("the second is still on the wire").isEmpty();
        frontier.ack(second);
        assertThat(frontier.lease()).isPresent();
    }

    @Test
    void endingALeaseOfAnotherFrontierHasNoEffect() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        Frontier other = frontier(ONE_AT_ONCE, B + "/1");
        Lease own = leased(frontier);
        Lease foreign = leased(other);
        frontier.ack(foreign);
        frontier.retry(foreign, foreign.request(), Duration.ZERO);
        frontier.defer(foreign, Duration.ZERO);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(0, 1, 1, 1));
        frontier.ack(own);
        assertThat(other.stats().leased()).isEqualTo(1);
    }

    @Test
    void startedAndFetchedTwiceCountOnce() {
        Frontier frontier = frontier(new Politeness(2, Duration.ZERO), A + "/1", A + "/2", A + "/3", A + "/4");
        Lease first = leased(frontier);
        onWire(frontier);
        frontier.started(first);
        frontier.started(first);
        frontier.fetched(first);
        frontier.fetched(first);
        frontier.started(first);
        frontier.ack(first);
        assertThat(frontier.lease()).isPresent();
        assertThat(frontier.lease()).as("two are under way").isEmpty();
    }

    @Test
    void dropForgetsWhatIsQueuedButNotWhatIsLeased() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", B + "/1", B + "/2");
        Lease lease = onWire(frontier);
        Lease retried = onWire(frontier);
        frontier.retry(retried, retried.request().retry(), Duration.ofHours(1));
        assertThat(frontier.drop()).isEqualTo(3);
        assertThat(frontier.drop()).isZero();
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(0, 1, 1, 4));
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).isEmpty();
        assertThat(frontier.stats().drained()).isFalse();
        frontier.ack(lease);
        assertThat(frontier.stats().drained()).isTrue();
        assertThat(frontier.stats().hosts()).isZero();
    }

    @Test
    void drainedOnlyWhenNothingIsQueuedOrLeased() {
        Frontier frontier = frontier(ONE_AT_ONCE);
        assertThat(frontier.stats().drained()).isTrue();
        frontier.offer(seeds(A + "/1"));
        assertThat(frontier.stats().drained()).isFalse();
        Lease lease = onWire(frontier);
        frontier.fetched(lease);
        assertThat(frontier.stats().drained()).isFalse();
        frontier.ack(lease);
        assertThat(frontier.stats().drained()).isTrue();
    }

    @Test
    void closedFrontierGivesAndTakesNothing() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", B + "/1", B + "/2");
        Lease retried = onWire(frontier);
        Lease deferred = leased(frontier);
        frontier.close();
        frontier.close();
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.offer(seeds(C + "/1"))).isZero();
        frontier.retry(retried, retried.request().retry(), Duration.ZERO);
        frontier.defer(deferred, Duration.ZERO);
        frontier.blockHost(C, Duration.ZERO);
        frontier.hostDelay(C, Duration.ofSeconds(1));
        assertThat(frontier.drop()).isZero();
        assertThat(frontier.nextReady()).isEmpty();
        assertThat(frontier.stats().queued()).isZero();
    }

    @Test
    void closingKeepsTheHostTakenUntilTheRequestIsOffTheWire() {
        Frontier closed = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        Lease onWire = onWire(closed);
        closed.close();
        Frontier afresh = frontier(ONE_PER_SECOND, A + "/1");
        pass(2_000);
        assertThat(afresh.lease())
                .as("the closed crawl's request is on the wire")
                .isEmpty();
        closed.fetched(onWire);
        pass(1_000);
        assertThat(afresh.lease()).isPresent();
    }

    @Test
    void wakesUpWhenARequestIsReadySoonerThanAnnounced() {
        Frontier frontier = frontier(ONE_PER_SECOND);
        AtomicInteger wakeUps = new AtomicInteger();
        frontier.onReady(wakeUps::incrementAndGet);
        frontier.offer(seeds(A + "/1", A + "/2"));
        assertThat(wakeUps).as("an offer to an empty frontier").hasValue(1);
        Lease lease = onWire(frontier);
        frontier.fetched(lease);
        assertThat(wakeUps)
                .as("the host waits a second now, no longer for a lease")
                .hasValue(2);
        frontier.offer(seeds(A + "/1", A + "/3"));
        assertThat(wakeUps).as("nothing is ready any sooner").hasValue(2);
        frontier.offer(seeds(B + "/1"));
        assertThat(wakeUps).as("another host is ready at once").hasValue(3);
        frontier.defer(leased(frontier), Duration.ofMillis(10));
        assertThat(wakeUps).as("it waits shorter than the other").hasValue(4);
        frontier.close();
        assertThat(wakeUps).hasValue(4);
    }

    @Test
    void wakesUpOutsideItsLock() throws Exception {
        Frontier frontier = frontier(ONE_AT_ONCE);
        AtomicInteger askedByOther = new AtomicInteger();
        frontier.onReady(() -> {
            Thread other =
                    new Thread(() -> askedByOther.set((int) frontier.stats().queued()), "other");
            other.start();
            try {
                other.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        frontier.offer(seeds(A + "/1"));
        assertThat(askedByOther).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void behavesLikeTheNaiveModel(int perHost) {
        for (int seed = 0; seed < sequences(); seed++) {
            Politeness politeness = new Politeness(perHost, Duration.ofMillis(seed % 3 * 100L));
            try (Frontier frontier = create(politeness, new HostGate(clock), clock)) {
                new FrontierModel(frontier, politeness, clock, seed).run(200);
            }
        }
    }

    /** How many random sequences of operations are tried; fewer where each is costly. */
    int sequences() {
        return 200;
    }
}
