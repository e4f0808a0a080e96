package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a host may be asked: the part of a frontier's contract that is about time. */
abstract class FrontierPacingContract extends FrontierReloadContract {
    private static final Politeness TWO_PER_SECOND_APART = new Politeness(2, Duration.ofSeconds(1));

    @Test
    void delayCountsFromTheEndOfTheRequest() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        Lease first = onWire(frontier);
        pass(5_000);
        assertThat(frontier.lease()).isEmpty();
        frontier.fetched(first);
        pass(999);
        assertThat(frontier.lease()).isEmpty();
        pass(1);
        assertThat(frontier.lease()).isPresent();
    }

    @Test
    void delayRunsFromFetchedNotFromAck() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        Lease first = onWire(frontier);
        frontier.fetched(first);
        pass(1_000);
        assertThat(leased(frontier).request().url()).isEqualTo(A + "/2");
        assertThat(frontier.stats().leased()).isEqualTo(2);
    }

    @Test
    void endingALeaseOnTheWireBeginsTheDelayToo() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        frontier.ack(onWire(frontier));
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(1));
        pass(1_000);
        assertThat(frontier.lease()).isPresent();
    }

    @Test
    void fetchedWithoutStartedBeginsTheDelay() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        frontier.fetched(leased(frontier));
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(1));
    }

    @Test
    void delayHoldsAfterTheHostsQueueRanEmpty() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1");
        crawlOne(frontier);
        assertThat(frontier.stats().hosts()).isZero();
        pass(400);
        frontier.offer(seeds(A + "/2"));
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofMillis(600));
    }

    @Test
    void leaseThatNeverWentOnTheWireImposesNoDelay() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2", A + "/3", A + "/4");
        frontier.ack(leased(frontier));
        assertThat(leased(frontier)).satisfies(lease -> frontier.retry(lease, lease.request(), Duration.ofHours(1)));
        assertThat(leased(frontier)).satisfies(lease -> frontier.defer(lease, Duration.ZERO));
        assertThat(crawlOne(frontier)).isEqualTo(A + "/3");
    }

    @Test
    void timeSpentInAQueueBeforeTheWireDoesNotShortenTheDelay() {
        Frontier frontier = frontier(TWO_PER_SECOND_APART, A + "/1", A + "/2", A + "/3");
        Lease waitsInAQueue = leased(frontier);
        pass(3_000);
        assertThat(frontier.lease()).as("the first has not started").isEmpty();
        assertThat(frontier.nextReady()).as("only its start can free the host").isEmpty();
        frontier.started(waitsInAQueue);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(1));
        pass(999);
        assertThat(frontier.lease()).isEmpty();
        pass(1);
        assertThat(frontier.lease()).isPresent();
    }

    @Test
    void severalPerHostGoAtTheSameTimeButStartADelayApart() {
        Frontier frontier = frontier(TWO_PER_SECOND_APART, A + "/1", A + "/2", A + "/3", A + "/4");
        Lease first = onWire(frontier);
        pass(1_000);
        Lease second = onWire(frontier);
        pass(1_000);
        assertThat(frontier.lease()).as("two are on the wire").isEmpty();
        assertThat(frontier.nextReady()).isEmpty();
        frontier.fetched(first);
        Lease third = onWire(frontier);
        frontier.fetched(second);
        frontier.fetched(third);
        assertThat(frontier.nextReady()).as("from the start of the third").contains(Duration.ofSeconds(1));
    }

    @Test
    void severalPerHostWithoutDelayAreBoundedByTheirNumberAlone() {
        Frontier frontier = frontier(new Politeness(2, Duration.ZERO), A + "/1", A + "/2", A + "/3");
        Lease first = leased(frontier);
        leased(frontier);
        assertThat(frontier.lease()).isEmpty();
        frontier.ack(first);
        assertThat(frontier.lease()).isPresent();
    }

    @Test
    void retryWaitsWhileOthersOfItsHostGo() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2");
        Lease lease = onWire(frontier);
        frontier.retry(lease, lease.request().retry(), Duration.ofSeconds(10));
        assertThat(crawlOne(frontier)).isEqualTo(A + "/2");
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(10));
        pass(10_000);
        assertThat(leased(frontier).request().attempt()).isEqualTo(1);
    }

    @Test
    void deferredHostWaits() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2", B + "/1");
        frontier.defer(leased(frontier), Duration.ofSeconds(3));
        assertThat(crawlOne(frontier)).isEqualTo(B + "/1");
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(3));
        pass(3_000);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/1");
    }

    @Test
    void blockedHostIsLeftAloneAndOthersAreNot() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", B + "/1");
        frontier.blockHost(A, Duration.ofSeconds(30));
        assertThat(crawlOne(frontier)).isEqualTo(B + "/1");
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(30));
        pass(30_000);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/1");
    }

    @Test
    void blockOutlastsTheDelayOfTheRequestThatCausedIt() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        Lease lease = onWire(frontier);
        frontier.blockHost(A, Duration.ofSeconds(30));
        frontier.fetched(lease);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(30));
        frontier.blockHost(A, Duration.ofSeconds(5));
        pass(29_999);
        assertThat(frontier.lease()).as("a shorter block takes nothing back").isEmpty();
        pass(1);
        assertThat(frontier.lease()).isPresent();
    }

    @Test
    void blockHoldsForAHostNotYetKnownAndForOtherCrawls() {
        Frontier blocks = frontier(ONE_PER_SECOND);
        blocks.blockHost(A, Duration.ofSeconds(30));
        blocks.offer(seeds(A + "/1"));
        Frontier other = frontier(ONE_PER_SECOND, A + "/2");
        assertThat(blocks.lease()).isEmpty();
        assertThat(other.lease()).isEmpty();
        assertThat(other.nextReady()).contains(Duration.ofSeconds(30));
    }

    @Test
    void absurdWaitsAreTakenAsLongOnes() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1");
        frontier.blockHost(A, Duration.ofSeconds(Long.MAX_VALUE));
        pass(Duration.ofDays(365).toMillis());
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady())
                .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(1)));
    }

    @Test
    void hostDelayIsKeptWhereItIsLongerThanTheTasks() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2", B + "/1", B + "/2");
        Lease a = onWire(frontier);
        Lease b = onWire(frontier);
        frontier.hostDelay(A, Duration.ofSeconds(7));
        frontier.hostDelay(B, Duration.ofMillis(10));
        frontier.ack(a);
        frontier.ack(b);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(1));
        pass(1_000);
        assertThat(crawlOne(frontier)).isEqualTo(B + "/2");
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(6));
    }

    @Test
    void hostDelayHoldsFromTheLastRequestEvenIfThatHasEnded() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2");
        crawlOne(frontier);
        pass(900);
        frontier.hostDelay(A, Duration.ofSeconds(7));
        assertThat(frontier.nextReady()).contains(Duration.ofMillis(6_100));
    }

    @Test
    void hostDelaySurvivesAnEmptyQueueAndCanBeTakenBack() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1");
        frontier.hostDelay(A, Duration.ofSeconds(7));
        crawlOne(frontier);
        pass(7_000);
        frontier.offer(seeds(A + "/2", A + "/3", A + "/4"));
        crawlOne(frontier);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(7));
        pass(7_000);
        frontier.hostDelay(A, Duration.ZERO);
        crawlOne(frontier);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(1));
    }

    @Test
    void nextReadyTellsTheShortestWait() {
        Frontier frontier = frontier(ONE_PER_SECOND);
        assertThat(frontier.nextReady()).isEmpty();
        frontier.offer(seeds(A + "/1", A + "/2", B + "/1", B + "/2"));
        assertThat(frontier.nextReady()).contains(Duration.ZERO);
        crawlOne(frontier);
        pass(300);
        crawlOne(frontier);
        assertThat(frontier.nextReady()).contains(Duration.ofMillis(700));
        pass(5_000);
        assertThat(frontier.nextReady()).contains(Duration.ZERO);
    }
}
