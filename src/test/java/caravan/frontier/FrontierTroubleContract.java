package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a frontier does with hosts in trouble; for how long is {@link BackOffTest}'s. */
abstract class FrontierTroubleContract extends FrontierFixture {
    static final BackOff BACK_OFF = new BackOff(Duration.ofMinutes(1), Duration.ofHours(24), 2, () -> 0);
    static final Setback BUSY = Setback.asked(Optional.empty(), "answered 503");
    static final Setback REFUSED = Setback.failure("connection refused");

    @Test
    void hostThatAsksForItIsLeftAloneAndOthersAreNot() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", B + "/1");
        Lease lease = onWire(frontier);
        assertThat(frontier.setback(A, BUSY, BACK_OFF)).isEqualTo(new Rest(Duration.ofMinutes(1), true, false, 0));
        frontier.ack(lease);
        assertThat(crawlOne(frontier)).isEqualTo(B + "/1");
        assertThat(frontier.lease()).isEmpty();
        assertThat(frontier.nextReady()).contains(Duration.ofMinutes(1));
        pass(60_000);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/2");
    }

    @Test
    void setbackHoldsForOtherCrawlsToo() {
        Frontier frontier = frontier(ONE_AT_ONCE);
        Frontier other = frontier(ONE_AT_ONCE, A + "/1");
        frontier.setback(A, BUSY, BACK_OFF);
        assertThat(other.lease()).isEmpty();
        assertThat(other.nextReady()).contains(Duration.ofMinutes(1));
    }

    @Test
    void setbacksThatWereOnTheirWayCountOnce() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        frontier.setback(A, BUSY, BACK_OFF);
        pass(20_000);
        assertThat(frontier.setback(A, BUSY, BACK_OFF)).isEqualTo(new Rest(Duration.ofSeconds(40), false, false, 0));
        Setback patience = Setback.asked(Optional.of(Duration.ofHours(2)), "answered 503");
        assertThat(frontier.setback(A, patience, BACK_OFF)).isEqualTo(new Rest(Duration.ofHours(2), false, false, 0));
        assertThat(frontier.nextReady()).contains(Duration.ofHours(2));
    }

    @Test
    void flakyHostIsAskedOn() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", A + "/3");
        assertThat(frontier.setback(A, REFUSED, BACK_OFF)).isEqualTo(Rest.NONE);
        assertThat(frontier.setback(A, REFUSED, BACK_OFF)).isEqualTo(Rest.NONE);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/1");
        assertThat(frontier.answered(A, true)).as("it had not rested").isFalse();
        assertThat(frontier.setback(A, REFUSED, BACK_OFF)).isEqualTo(Rest.NONE);
    }

    @Test
    void tellsWhenAHostIsWellAgain() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        frontier.setback(A, BUSY, BACK_OFF);
        pass(60_000);
        assertThat(frontier.answered(A, false)).isFalse();
        assertThat(frontier.answered(A, true)).isTrue();
        assertThat(frontier.answered(A, true)).isFalse();
    }

    /** Two rests in vain, and the setback that is one too many. */
    private Rest giveUp(Frontier frontier, String origin) {
        frontier.setback(origin, BUSY, BACK_OFF);
        pass(60_000);
        frontier.setback(origin, BUSY, BACK_OFF);
        pass(120_000);
        return frontier.setback(origin, BUSY, BACK_OFF);
    }

    @Test
    void hostThatStaysInTroubleIsGivenUpWithWhatIsQueuedAndOthersAreNot() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", A + "/3", B + "/1");
        Lease lease = onWire(frontier);
        assertThat(giveUp(frontier, A)).isEqualTo(new Rest(Duration.ofMinutes(4), true, true, 2));
        frontier.retry(lease, lease.request().retry(), Duration.ZERO);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(1, 0, 1, 4, 3));
        assertThat(frontier.givenUp(9))
                .extracting(given -> given.request().url() + " " + given.reason())
                .containsExactly(A + "/1 answered 503", A + "/3 answered 503", A + "/2 answered 503");
        assertThat(crawlOne(frontier)).isEqualTo(B + "/1");
        assertThat(frontier.stats().drained()).isTrue();
    }

    @Test
    void whatIsOfferedForAHostThatIsGivenUpIsToo() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        giveUp(frontier, A);
        assertThat(frontier.offer(seeds(A + "/2", B + "/2"))).isEqualTo(2);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(1, 0, 1, 3, 2));
        assertThat(frontier.offer(seeds(A + "/2"))).as("it was seen").isZero();
        pass(240_000);
        frontier.offer(seeds(A + "/3"));
        assertThat(List.of(crawlOne(frontier), crawlOne(frontier)))
                .as("it may be asked again")
                .containsExactly(B + "/2", A + "/3");
    }

    @Test
    void waitForAnotherReasonDoesNotGiveAHostUpAgain() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        giveUp(frontier, A);
        pass(240_000);
        frontier.blockHost(A, Duration.ofSeconds(5));
        frontier.offer(seeds(A + "/2"));
        pass(5_000);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/2");
    }

    @Test
    void reloadingFrontierTakesAgainWhatWasGivenUpWithItsHost() {
        Frontier frontier = reloading(ONE_AT_ONCE);
        frontier.offer(seeds(A + "/1"));
        giveUp(frontier, A);
        frontier.offer(seeds(A + "/2"));
        pass(240_000);
        assertThat(frontier.offer(seeds(A + "/1", A + "/2"))).isEqualTo(2);
    }

    @Test
    void whatWasGivenUpWithItsHostIsTriedLikeNew() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2");
        giveUp(frontier, A);
        assertThat(frontier.retryGivenUp()).isEqualTo(2);
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(2, 0, 1, 2, 0));
        assertThat(frontier.nextReady()).as("its rest goes on").contains(Duration.ofMinutes(4));
        pass(240_000);
        assertThat(frontier.setback(A, BUSY, BACK_OFF))
                .as("the first again")
                .isEqualTo(new Rest(Duration.ofMinutes(1), true, false, 0));
    }

    @Test
    void closedFrontierHasItsWishHeededByOthers() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        frontier.close();
        assertThat(frontier.answered(A, true)).isFalse();
        assertThat(frontier.setback(A, Setback.asked(Optional.of(Duration.ofHours(1)), ""), BACK_OFF))
                .isEqualTo(Rest.NONE);
        assertThat(frontier(ONE_AT_ONCE, A + "/1").lease()).isEmpty();
    }
}
