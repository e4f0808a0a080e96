package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when robots.txt is missing, broken or cannot be reached. */
@Timeout(20)
class RobotsUnavailableTest extends RobotsFixture {
    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 401, 403, 404, 410, 451})
    void missingRobotsTxtAllowsEverything(int status) {
        answer(status, RULES);
        advance();
        assertThat(robots.verdict(PAGE)).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 599})
    void serverErrorsDisallowEverythingAfterThreeTries(int status) {
        answer(status, RULES);
        assertThat(settle()).isEqualTo(new Unreachable(Refusal.ROBOTS, "robots.txt answered " + status));
        assertThat(web.asked).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "CONNECTION", "DNS"})
    void transientFailuresDisallowEverythingAfterThreeTries(FailureKind kind) {
        fail(kind);
        assertThat(settle()).isEqualTo(new Unreachable(Refusal.ROBOTS, "robots.txt failed: went wrong"));
        assertThat(web.asked).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "PROTOCOL"})
    void failuresThatWouldRepeatDisallowEverythingAtOnce(FailureKind kind) {
        fail(kind);
        assertThat(settle()).isInstanceOf(Unreachable.class);
        assertThat(web.asked).hasSize(1);
    }

    @Test
    void cancelledRequestDecidesNothing() {
        fail(FailureKind.CANCELLED);
        for (int i = 0; i < 5; i++) {
            assertThat(advance()).isTrue();
            assertThat(robots.verdict(PAGE)).isInstanceOf(Unknown.class);
        }
        assertThat(robots.waitBeforeNext(ORIGIN)).isZero();
    }

    @Test
    void recoversWhenALaterTrySucceeds() {
        answer(503, "");
        advance();
        pass(robots.waitBeforeNext(ORIGIN));
        answer(200, RULES);
        advance();
        assertThat(robots.verdict(PAGE)).isInstanceOf(Disallowed.class);
    }

    @Test
    void waitsLongerBeforeEachFurtherTry() {
        answer(500, "");
        advance();
        assertThat(robots.waitBeforeNext(ORIGIN)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
        assertThat(advance()).as("too early").isFalse();
        pass(robots.waitBeforeNext(ORIGIN));
        advance();
        assertThat(robots.waitBeforeNext(ORIGIN)).isBetween(Duration.ofMillis(3000), Duration.ofMillis(5000));
        assertThat(web.asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"30,PT30S", "3600,PT1M"})
    void honoursRetryAfterWithinBounds(String retryAfter, Duration expected) {
        web.answer(ROBOTS_TXT, 503, Map.of("retry-after", List.of(retryAfter)), "");
        advance();
        assertThat(robots.waitBeforeNext(ORIGIN)).isEqualTo(expected);
    }

    @Test
    void refusedAddressIsCountedAsSuch() {
        web.answer(ROBOTS_TXT, new Refused(Refusal.ADDRESS, "address 10.0.0.1 is not public"));
        assertThat(settle())
                .isEqualTo(new Unreachable(Refusal.ADDRESS, "robots.txt refused: address 10.0.0.1 is not public"));
        assertThat(web.asked).hasSize(1);
    }

    @Test
    void otherRefusalsCountAsRobots() {
        web.answer(ROBOTS_TXT, new Refused(Refusal.SIZE, "header over 256 KiB"));
        assertThat(settle()).isEqualTo(new Unreachable(Refusal.ROBOTS, "robots.txt refused: header over 256 KiB"));
    }
}
