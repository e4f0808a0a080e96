package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofHours(24);

    private final BackOff backOff = new BackOff(MINUTE, DAY, 5, () -> 0);
    private HostState host = HostState.NEW;
    private long now;

    private void setback(Setback setback, BackOff by) {
        host = by.after(host, setback, now);
    }

    private Duration rest() {
        return Duration.ofNanos(host.restUntil() - now);
    }

    private Duration busy(String retryAfter) {
        Optional<Duration> asked = Optional.ofNullable(retryAfter).map(Duration::parse);
        setback(Setback.asked(asked, "answered 429"), backOff);
        return rest();
    }

    private void fail() {
        setback(Setback.failure("refused"), backOff);
    }

    private void answer(boolean well) {
        host = BackOff.answered(host, well, now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** The rest it is in ends. */
    private void wakeUp() {
        now = host.restUntil();
    }

    @Test
    void doublesFromOneSetbackToTheNextUpToTheLongest() {
        BackOff patient = new BackOff(MINUTE, DAY, 0, () -> 0);
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            setback(Setback.asked(Optional.empty(), ""), patient);
            minutes.add(rest().toMinutes());
            wakeUp();
        }
        assertThat(minutes)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L, 1440L, 1440L, 1440L);
        assertThat(host.isGivenUp(now - 1)).as("never, if that is 0").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT1S,PT1S", "PT0S,PT0S", "PT17M,PT17M", "PT24H,PT24H", "PT240H,PT24H"})
    void restsAsLongAsAskedButNoLongerThanTheLongest(String asked, Duration expected) {
        assertThat(busy(asked)).isEqualTo(expected);
    }

    @Test
    void addsATenthOfJitterAtMostAndNoneToWhatWasAsked() {
        BackOff jittery = new BackOff(MINUTE, Duration.ofSeconds(125), 5, () -> 1);
        setback(Setback.asked(Optional.empty(), ""), jittery);
        assertThat(rest()).isEqualTo(Duration.ofSeconds(66));
        wakeUp();
        setback(Setback.asked(Optional.empty(), ""), jittery);
        assertThat(rest()).as("the longest").isEqualTo(Duration.ofSeconds(125));
        host = HostState.NEW;
        setback(Setback.asked(Optional.of(MINUTE), ""), jittery);
        assertThat(rest()).isEqualTo(MINUTE);
    }

    @Test
    void whatWasOnItsWayCountsOnceAndALongerWishExtends() {
        busy(null);
        pass(Duration.ofSeconds(10));
        assertThat(busy(null)).isEqualTo(Duration.ofSeconds(50));
        assertThat(busy("PT20S")).as("shorter").isEqualTo(Duration.ofSeconds(50));
        assertThat(busy("PT5M")).isEqualTo(Duration.ofMinutes(5));
        answer(true);
        assertThat(host.trouble().fruitless()).as("on its way, too").isEqualTo(1);
        wakeUp();
        assertThat(busy(null)).as("only the second").isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void wishThatHasNotHelpedIsNotEnough() {
        assertThat(busy("PT1S")).isEqualTo(Duration.ofSeconds(1));
        wakeUp();
        assertThat(busy("PT1S")).isEqualTo(Duration.ofMinutes(2));
        wakeUp();
        assertThat(busy("PT2H")).as("but a longer one is heeded").isEqualTo(Duration.ofHours(2));
        wakeUp();
        answer(true);
        assertThat(busy("PT1S")).as("it has").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void hostThatAnswersInBetweenRestsNoMoreThanSixteenTimesTheFirst() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            last = busy(null);
            wakeUp();
            answer(true);
        }
        assertThat(last).isEqualTo(Duration.ofMinutes(16));
        assertThat(host.trouble().givenUp()).isFalse();
    }

    @Test
    void quietOfTwiceTheLastRestIsForgiven() {
        busy(null);
        wakeUp();
        busy(null);
        wakeUp();
        pass(Duration.ofMinutes(4).minusNanos(1));
        assertThat(busy(null)).isEqualTo(Duration.ofMinutes(4));
        wakeUp();
        pass(Duration.ofMinutes(8));
        assertThat(busy(null)).isEqualTo(MINUTE);
        assertThat(host.trouble().fruitless()).as("but it was in vain").isEqualTo(4);
    }

    @Test
    void nothingIsKeptOfAHostThatIsWellForLong() {
        busy(null);
        wakeUp();
        answer(true);
        assertThat(host.isWorthKeeping()).isTrue();
        pass(Duration.ofMinutes(2));
        answer(true);
        assertThat(host.isWorthKeeping()).isFalse();
    }

    @Test
    void failureCountsFromTheThirdInARowOn() {
        fail();
        fail();
        answer(false);
        fail();
        fail();
        assertThat(host.restUntil()).isZero();
        fail();
        assertThat(rest()).isEqualTo(MINUTE);
        assertThat(host.trouble().reason()).isEqualTo("refused");
        wakeUp();
        fail();
        assertThat(rest()).as("nothing has answered in between").isEqualTo(Duration.ofMinutes(2));
        wakeUp();
        answer(true);
        fail();
        assertThat(rest()).isZero();
    }

    @Test
    void isGivenUpAfterFiveRestsInVain() {
        fail();
        fail();
        for (int rests = 0; rests < 5; rests++) {
            fail();
            assertThat(host.isGivenUp(now)).isFalse();
            wakeUp();
            answer(false);
            fail();
            fail();
        }
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofMinutes(31));
        fail();
        assertThat(host.isGivenUp(now)).isTrue();
        assertThat(rest()).isEqualTo(Duration.ofMinutes(32));
        wakeUp();
        assertThat(host.isGivenUp(now)).as("it may be asked again").isFalse();
        busy(null);
        assertThat(host.isGivenUp(now)).as("and is still in vain").isTrue();
        wakeUp();
        answer(true);
        fail();
        fail();
        fail();
        assertThat(host.isGivenUp(now)).isFalse();
    }

    @Test
    void faultOfTheHostIsNoGoodAnswer() {
        busy(null);
        wakeUp();
        answer(false);
        assertThat(host.trouble().fruitless()).isEqualTo(1);
        answer(true);
        assertThat(host.trouble().fruitless()).isZero();
    }

    @Test
    void delayOfTheHostStays() {
        host = HostState.NEW.delayed(Duration.ofSeconds(7));
        busy(null);
        wakeUp();
        answer(true);
        pass(DAY);
        answer(true);
        assertThat(host).isEqualTo(HostState.NEW.delayed(Duration.ofSeconds(7)).resting(MINUTE.toNanos()));
    }
}
