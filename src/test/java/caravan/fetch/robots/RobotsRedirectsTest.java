package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FetchRequest;
import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** robots.txt that is somewhere else. */
@Timeout(20)
class RobotsRedirectsTest extends RobotsFixture {
    @Test
    void followsRedirectsOneRequestAtATimeAndAppliesTheRulesToTheFirstOrigin() {
        web.redirect(ROBOTS_TXT, "/here.txt#x");
        web.redirect(ORIGIN + "/here.txt", "http://www.example.net/robots.txt");
        web.answer("http://www.example.net/robots.txt", 200, RULES);
        for (int hop = 1; hop <= 3; hop++) {
            assertThat(robots.verdict(PAGE)).isInstanceOf(Unknown.class);
            assertThat(robots.waitBeforeNext(ORIGIN)).isZero();
            assertThat(advance()).isTrue();
            assertThat(web.asked).hasSize(hop);
        }
        assertThat(web.askedUrls())
                .containsExactly(ROBOTS_TXT, ORIGIN + "/here.txt", "http://www.example.net/robots.txt");
        assertThat(robots.verdict(PAGE)).isInstanceOf(Disallowed.class);
        assertThat(robots.verdict("http://www.example.net/private/page")).isInstanceOf(Unknown.class);
    }

    @Test
    void afterFiveRedirectsEverythingIsAllowed() {
        web.redirect(ROBOTS_TXT, "/robots.txt");
        assertThat(settle()).isInstanceOf(Allowed.class);
        assertThat(web.asked).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/robots.txt", "javascript:alert(1)", "http://[::1"})
    void redirectToNowhereAllowsEverything(String location) {
        web.redirect(ROBOTS_TXT, location);
        assertThat(settle()).isInstanceOf(Allowed.class);
    }

    @Test
    void privateAddressesAreAllowedForTheNamedHostOnly() {
        web.redirect(ROBOTS_TXT, "http://example.org/robots.txt");
        web.redirect("http://example.org/robots.txt", "http://10.0.0.1/robots.txt");
        for (int hop = 0; hop < 3; hop++) {
            robots.advance(ORIGIN, true);
        }
        assertThat(web.asked).extracting(FetchRequest::privateAllowed).containsExactly(true, true, false);
    }
}
