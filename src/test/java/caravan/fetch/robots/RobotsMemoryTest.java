package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long what was read is remembered. */
@Timeout(20)
class RobotsMemoryTest extends RobotsFixture {
    @Test
    void unreachableIsRememberedForAnHour() {
        fail(FailureKind.TLS);
        settle();
        answer(200, "");
        pass(Duration.ofMinutes(59));
        assertThat(robots.verdict(PAGE)).isInstanceOf(Unreachable.class);
        assertThat(advance()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(robots.verdict(PAGE)).isInstanceOf(Unknown.class);
        assertThat(settle()).isInstanceOf(Allowed.class);
    }

    @Test
    void rulesAreAskedAgainAfterADay() {
        answer(200, RULES);
        settle();
        pass(Duration.ofHours(24).minusMillis(1));
        assertThat(robots.verdict(PAGE)).isInstanceOf(Disallowed.class);
        pass(Duration.ofMillis(1));
        assertThat(robots.verdict(PAGE)).isInstanceOf(Unknown.class);
        answer(404, "");
        assertThat(settle()).isInstanceOf(Allowed.class);
    }

    @Test
    void lastGoodRulesServeOnForADayWhileRobotsTxtIsUnreachable() {
        answer(200, "User-agent: *\nAllow: /private/page\n");
        settle();
        Instant read = now;
        pass(Duration.ofHours(24));
        answer(500, "");
        while (now.isBefore(read.plus(Duration.ofHours(48)).minusSeconds(10))) {
            assertThat(settle()).isInstanceOf(Allowed.class);
            pass(Duration.ofHours(1));
        }
        assertThat(settle()).isInstanceOf(Unreachable.class);
    }

    @Test
    void forgetsTheLeastRecentlyUsedOrigin() {
        Robots small = new Robots(web, new RobotsSettings("TestBot", Duration.ZERO, Duration.ZERO, 2), () -> now);
        for (String host : List.of("a", "b", "a", "c")) {
            String origin = "http://" + host;
            web.answer(origin + "/robots.txt", 404, "");
            small.advance(origin, false);
            small.verdict(origin + "/");
        }
        assertThat(small.verdict("http://a/")).isInstanceOf(Allowed.class);
        assertThat(small.verdict("http://b/")).isInstanceOf(Unknown.class);
        assertThat(small.verdict("http://c/")).isInstanceOf(Allowed.class);
    }
}
