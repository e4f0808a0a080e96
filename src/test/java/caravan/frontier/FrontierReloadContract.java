package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A frontier that takes requests again, and one whose politeness is changed while it runs. */
abstract class FrontierReloadContract extends FrontierTroubleContract {
    private static final Politeness ONE_PER_FIVE_SECONDS = new Politeness(1, Duration.ofSeconds(5));

    @Test
    void reloadTakesARequestAgainOnceItIsDone() {
        Frontier frontier = reloading(ONE_AT_ONCE);
        assertThat(frontier.offer(seeds(A + "/1", A + "/1"))).isEqualTo(1);
        assertThat(frontier.offer(seeds(A + "/1"))).as("it is queued").isZero();
        Lease lease = onWire(frontier);
        assertThat(frontier.offer(seeds(A + "/1"))).as("it is on the wire").isZero();
        frontier.fetched(lease);
        assertThat(frontier.offer(seeds(A + "/1")))
                .as("its record is not stored")
                .isZero();
        frontier.ack(lease);
        assertThat(frontier.stats().drained()).isTrue();
        assertThat(frontier.offer(seeds(A + "/1"))).isEqualTo(1);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/1");
        assertThat(frontier.stats().seen()).isEqualTo(2);
    }

    @Test
    void reloadTakesNoRequestThatIsToBeTriedAgain() {
        Frontier frontier = reloading(ONE_AT_ONCE);
        frontier.offer(seeds(A + "/1", A + "/2"));
        Lease retried = onWire(frontier);
        frontier.retry(retried, retried.request().retry(), Duration.ofHours(1));
        frontier.defer(leased(frontier), Duration.ZERO);
        assertThat(frontier.offer(seeds(A + "/1", A + "/2"))).isZero();
        assertThat(frontier.stats().queued()).isEqualTo(2);
    }

    @Test
    void reloadTakesWhatWasDroppedAgainButNotWhatIsLeased() {
        Frontier frontier = reloading(ONE_AT_ONCE);
        frontier.offer(seeds(A + "/1", A + "/2"));
        Lease lease = onWire(frontier);
        frontier.drop();
        assertThat(frontier.offer(seeds(A + "/1", A + "/2"))).isEqualTo(1);
        frontier.ack(lease);
        assertThat(frontier.offer(seeds(A + "/1", A + "/2"))).isEqualTo(1);
    }

    @Test
    void endingALeaseTwiceDoesNotFreeTheUrlThatIsUnderWayAgain() {
        Frontier frontier = reloading(ONE_AT_ONCE);
        frontier.offer(seeds(A + "/1"));
        Lease first = onWire(frontier);
        frontier.ack(first);
        frontier.offer(seeds(A + "/1"));
        frontier.ack(first);
        assertThat(frontier.offer(seeds(A + "/1"))).isZero();
    }

    @Test
    void reloadingFrontierThatIsClosedTakesNothing() {
        Frontier frontier = reloading(ONE_AT_ONCE);
        frontier.offer(seeds(A + "/1"));
        crawlOne(frontier);
        frontier.close();
        assertThat(frontier.offer(seeds(A + "/1"))).isZero();
    }

    @Test
    void neverLendsAUrlTwiceAtATimeHoweverOftenItIsOffered() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Frontier frontier = reloading(new Politeness(8, Duration.ZERO));
            List<Lease> lent = new ArrayList<>();
            Set<String> underWay = new HashSet<>();
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        Request request = Request.seed(A + "/" + random.nextInt(10));
                        boolean fresh = underWay.add(request.url());
                        assertThat(frontier.offer(List.of(request))).isEqualTo(fresh ? 1 : 0);
                    }
                    case 1 -> frontier.lease().ifPresent(lent::add);
                    default -> {
                        if (!lent.isEmpty()) {
                            Lease done = lent.remove(random.nextInt(lent.size()));
                            underWay.remove(done.request().url());
                            frontier.ack(done);
                        }
                    }
                }
                assertThat(lent).extracting(lease -> lease.request().url()).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void longerDelayHoldsAtOnceForTheHostThatWasJustAsked() {
        Frontier frontier = frontier(ONE_PER_SECOND, A + "/1", A + "/2", A + "/3");
        crawlOne(frontier);
        pass(500);
        frontier.politeness(ONE_PER_FIVE_SECONDS);
        assertThat(frontier.nextReady()).contains(Duration.ofMillis(4_500));
        pass(4_500);
        crawlOne(frontier);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(5));
    }

    @Test
    void shorterDelayHoldsFromTheNextRequestOn() {
        Frontier frontier = frontier(ONE_PER_FIVE_SECONDS, A + "/1", A + "/2", A + "/3");
        crawlOne(frontier);
        frontier.politeness(ONE_PER_SECOND);
        assertThat(frontier.nextReady()).as("the one that has begun").contains(Duration.ofSeconds(5));
        pass(5_000);
        crawlOne(frontier);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(1));
    }

    @Test
    void newPolitenessHoldsForHostsThatComeLater() {
        Frontier frontier = frontier(ONE_PER_SECOND);
        frontier.politeness(ONE_PER_FIVE_SECONDS);
        frontier.offer(seeds(B + "/1", B + "/2"));
        crawlOne(frontier);
        assertThat(frontier.nextReady()).contains(Duration.ofSeconds(5));
    }

    @Test
    void hostsThatAskedForMoreKeepIt() {
        Frontier frontier = frontier(ONE_PER_FIVE_SECONDS, A + "/1", A + "/2", B + "/1", B + "/2");
        frontier.hostDelay(A, Duration.ofSeconds(3));
        frontier.hostDelay(B, Duration.ofSeconds(7));
        frontier.politeness(ONE_PER_SECOND);
        Lease a = onWire(frontier);
        frontier.ack(a);
        Lease b = onWire(frontier);
        frontier.ack(b);
        assertThat(frontier.nextReady()).as("of A, less than the old delay was").contains(Duration.ofSeconds(3));
        pass(3_000);
        assertThat(crawlOne(frontier)).isEqualTo(A + "/2");
        assertThat(frontier.nextReady()).as("of B").contains(Duration.ofSeconds(4));
    }

    @Test
    void morePerHostLetsWaitingRequestsGoAndWakesWhoeverWaits() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1", A + "/2", A + "/3");
        onWire(frontier);
        assertThat(frontier.lease()).isEmpty();
        List<String> woken = new ArrayList<>();
        frontier.onReady(() -> woken.add("now"));
        frontier.politeness(new Politeness(2, Duration.ZERO));
        assertThat(woken).hasSize(1);
        leased(frontier);
        assertThat(frontier.lease()).as("two are under way").isEmpty();
    }

    @Test
    void fewerPerHostLetsThoseOnTheWireEndFirst() {
        Frontier frontier = frontier(new Politeness(3, Duration.ZERO), A + "/1", A + "/2", A + "/3", A + "/4");
        Lease first = onWire(frontier);
        Lease second = onWire(frontier);
        frontier.politeness(ONE_AT_ONCE);
        frontier.ack(first);
        assertThat(frontier.lease()).isEmpty();
        frontier.ack(second);
        leased(frontier);
        assertThat(frontier.lease()).isEmpty();
    }

    @Test
    void politenessOfAClosedFrontierMayBeSet() {
        Frontier frontier = frontier(ONE_AT_ONCE, A + "/1");
        frontier.close();
        frontier.politeness(ONE_PER_SECOND);
        assertThat(frontier.lease()).isEmpty();
    }
}
