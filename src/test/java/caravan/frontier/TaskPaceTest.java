package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.task.RateLimit;
import caravan.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskPaceTest {
    private static final RateLimit ONE_IN_THREE_SECONDS = new RateLimit(1, Duration.ofSeconds(3), 1);
    private static final RateLimit TWENTY_A_MINUTE = new RateLimit(20, Duration.ofSeconds(60), 20);

    private final ManualClock clock = new ManualClock();

    private TaskPace pace(RateLimit... rates) {
        return new TaskPace(List.of(rates), Duration.ZERO, clock, () -> 1);
    }

    @Test
    void letsEverythingPassWhereThereIsNoLimit() {
        TaskPace pace = pace();
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.take()).isPresent();
            assertThat(pace.remaining()).isZero();
        }
    }

    @Test
    void givesOneTurnInItsTimeAndSaysExactlyWhen() {
        TaskPace pace = pace(ONE_IN_THREE_SECONDS);
        assertThat(pace.remaining()).isZero();
        assertThat(pace.take()).isPresent();
        assertThat(pace.take()).isEmpty();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(3));
        clock.advance(Duration.ofNanos(2_999_999_999L));
        assertThat(pace.take()).isEmpty();
        assertThat(pace.remaining()).isEqualTo(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));
        assertThat(pace.take()).isPresent();
    }

    @Test
    void restsWithAFullBucketAndNoFuller() {
        TaskPace pace = pace(new RateLimit(1, Duration.ofSeconds(1), 4));
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 4; i++) {
            assertThat(pace.take()).isPresent();
        }
        assertThat(pace.take()).isEmpty();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyRequestPassesAllLimits() {
        TaskPace pace = pace(new RateLimit(1, Duration.ofSeconds(1), 1), new RateLimit(3, Duration.ofSeconds(60), 3));
        for (int i = 0; i < 3; i++) {
            assertThat(pace.take()).isPresent();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(pace.take()).as("the second limit is used up").isEmpty();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsAllLimitsInEveryWindowAndStarvesNobody(long seed) {
        Random random = new Random(seed);
        List<RateLimit> rates = seed == 1 ? List.of(ONE_IN_THREE_SECONDS, TWENTY_A_MINUTE) : someRates(random);
        TaskPace pace = pace(rates.toArray(RateLimit[]::new));
        List<Long> granted = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(6) == 0) {
                clock.advance(Duration.ofMillis(random.nextInt(20_000)));
            }
            waitAsTold(pace);
            TaskPace.Turn turn = pace.take().orElseThrow(() -> new AssertionError("not when it was said"));
            if (random.nextInt(5) == 0) {
                turn.giveBack();
                turn.giveBack();
            } else {
                granted.add(clock.getAsLong());
            }
        }
        rates.forEach(rate -> assertKept(rate, granted));
    }

    /** Not a nanosecond less; a nanosecond more where tokens and nanoseconds do not divide. */
    private void waitAsTold(TaskPace pace) {
        Duration wait = pace.remaining();
        if (!wait.isZero()) {
            clock.advance(wait.minusNanos(1));
            assertThat(pace.take()).as("a nanosecond early").isEmpty();
            clock.advance(Duration.ofNanos(1));
        }
        assertThat(pace.remaining()).isLessThanOrEqualTo(Duration.ofNanos(1));
        clock.advance(pace.remaining());
    }

    private static List<RateLimit> someRates(Random random) {
        List<RateLimit> rates = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Duration per = Duration.ofMillis(1 + random.nextInt(60_000));
            rates.add(new RateLimit(1 + random.nextInt(20), per, 1 + random.nextInt(20)));
        }
        return rates;
    }

    /** From each turn on, as no window holds more than one that begins with a turn. */
    private static void assertKept(RateLimit rate, List<Long> granted) {
        for (int first = 0; first < granted.size(); first++) {
            int last = first;
            while (last < granted.size()
                    && granted.get(last) - granted.get(first) < rate.per().toNanos()) {
                last++;
            }
            assertThat(last - first).as("%s", rate).isLessThan(rate.events() + rate.burst());
        }
    }

    @Test
    void turnThatWasNotUsedIsGivenToAnother() {
        TaskPace pace = pace(ONE_IN_THREE_SECONDS);
        TaskPace.Turn unused = pace.take().orElseThrow();
        clock.advance(Duration.ofSeconds(1));
        unused.giveBack();
        assertThat(pace.take()).isPresent();
        unused.giveBack();
        assertThat(pace.take()).as("given back once").isEmpty();
    }

    @Test
    void restsForARandomTimeAfterEachRequest() {
        List<Double> shares = new ArrayList<>(List.of(0.25, 0.0, 1.0));
        TaskPace pace = new TaskPace(List.of(), Duration.ofSeconds(2), clock, () -> shares.remove(0));
        pace.take();
        assertThat(pace.remaining()).isEqualTo(Duration.ofMillis(500));
        assertThat(pace.take()).isEmpty();
        clock.advance(Duration.ofMillis(500));
        assertThat(pace.take()).isPresent();
        assertThat(pace.remaining()).isZero();
        TaskPace.Turn unused = pace.take().orElseThrow();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(2));
        unused.giveBack();
        assertThat(pace.remaining()).as("nothing went out").isZero();
    }

    @Test
    void turnGivenBackLateTakesNothingFromTheRestAfterAnother() {
        TaskPace pace = new TaskPace(List.of(), Duration.ofSeconds(2), clock, () -> 1);
        TaskPace.Turn first = pace.take().orElseThrow();
        clock.advance(Duration.ofSeconds(2));
        pace.take();
        first.giveBack();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void changedLimitsHoldFromThenOnAndLiftNothing() {
        TaskPace pace = pace(ONE_IN_THREE_SECONDS);
        pace.take();
        pace.change(List.of(new RateLimit(1, Duration.ofSeconds(10), 5)), Duration.ZERO);
        assertThat(pace.take()).as("nothing was left of the old one").isEmpty();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(10));
        pace.change(List.of(), Duration.ofSeconds(1));
        assertThat(pace.take()).isPresent();
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(1));
        pace.change(List.of(), Duration.ZERO);
        assertThat(pace.remaining()).isZero();
    }

    @Test
    void sameLimitsAgainChangeNothing() {
        TaskPace pace = pace(ONE_IN_THREE_SECONDS);
        pace.take();
        clock.advance(Duration.ofSeconds(1));
        pace.change(List.of(ONE_IN_THREE_SECONDS), Duration.ZERO);
        assertThat(pace.remaining()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void takesAbsurdLimitsForWhatTheyAmountTo() {
        assertThat(pace(new RateLimit(Integer.MAX_VALUE, Duration.ofNanos(1), 1))
                        .take())
                .isPresent();
        TaskPace pace = pace(new RateLimit(1, Duration.ofSeconds(Long.MAX_VALUE), 1));
        assertThat(pace.take()).isPresent();
        assertThat(pace.remaining()).isGreaterThan(Duration.ofDays(365));
    }

    private static TaskPace resumed(TaskPace pace, Duration later, ManualClock clock, RateLimit... rates) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        TaskPace next = new TaskPace(List.of(rates), Duration.ZERO, clock, () -> 1);
        next.resume(pace.left(now), now.plus(later));
        return next;
    }

    private static int atOnce(TaskPace pace) {
        int turns = 0;
        while (pace.take().isPresent()) {
            turns++;
        }
        return turns;
    }

    @Test
    void laterProcessGoesOnWithWhatIsLeft() {
        TaskPace pace = pace(TWENTY_A_MINUTE, ONE_IN_THREE_SECONDS);
        pace.take();
        clock.advance(Duration.ofSeconds(2));
        TaskPace next = resumed(pace, Duration.ZERO, clock, TWENTY_A_MINUTE, ONE_IN_THREE_SECONDS);
        assertThat(next.take()).isEmpty();
        assertThat(next.remaining()).as("to the nanosecond").isEqualTo(Duration.ofSeconds(1));
        TaskPace third = resumed(next, Duration.ofSeconds(1), clock, TWENTY_A_MINUTE, ONE_IN_THREE_SECONDS);
        assertThat(third.take()).isPresent();
    }

    @Test
    void restartsGiveNoFullBurst() {
        TaskPace pace = pace(TWENTY_A_MINUTE);
        assertThat(atOnce(pace)).isEqualTo(20);
        TaskPace next = resumed(pace, Duration.ofSeconds(6), clock, TWENTY_A_MINUTE);
        assertThat(atOnce(next)).isEqualTo(2);
        assertThat(atOnce(resumed(next, Duration.ofSeconds(-60), clock, TWENTY_A_MINUTE)))
                .as("though the wall clock was set back")
                .isZero();
        assertThat(atOnce(resumed(next, Duration.ofDays(9), clock, TWENTY_A_MINUTE)))
                .isEqualTo(20);
    }

    @Test
    void limitThatChangedMeanwhileIsAsNew() {
        RateLimit other = new RateLimit(20, Duration.ofSeconds(60), 10);
        TaskPace pace = pace(TWENTY_A_MINUTE, ONE_IN_THREE_SECONDS);
        pace.take();
        assertThat(atOnce(resumed(pace, Duration.ZERO, clock, other))).isEqualTo(10);
        assertThat(atOnce(resumed(pace, Duration.ZERO, clock, other, ONE_IN_THREE_SECONDS)))
                .isZero();
        assertThat(resumed(pace, Duration.ZERO, clock).take()).isPresent();
    }

    @Test
    void randomRestGoesOnToo() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        TaskPace pace = new TaskPace(List.of(), Duration.ofSeconds(9), clock, () -> 1);
        pace.take();
        clock.advance(Duration.ofSeconds(2));
        TaskPace next = new TaskPace(List.of(), Duration.ofSeconds(9), clock, () -> 1);
        next.resume(pace.left(now), now.plusSeconds(3));
        assertThat(next.remaining()).isEqualTo(Duration.ofSeconds(4));
    }
}
