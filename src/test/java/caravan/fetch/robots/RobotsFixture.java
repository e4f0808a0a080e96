package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import java.time.Duration;
import java.time.Instant;

/** One origin whose robots.txt a test writes, and a clock that a test moves. */
abstract class RobotsFixture {
    static final String ORIGIN = "https://example.org";
    static final String ROBOTS_TXT = ORIGIN + "/robots.txt";
    static final String PAGE = ORIGIN + "/private/page";
    static final String RULES = "User-agent: *\nDisallow: /private/\n";
    static final RobotsSettings SETTINGS = RobotsSettings.of("TestBot/1.0 (+https://example.org/bot)");

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final ScriptedFetcher web = new ScriptedFetcher();
    final Robots robots = new Robots(web, SETTINGS, () -> now);

    final void answer(int status, String body) {
        web.answer(ROBOTS_TXT, status, body);
    }

    final void fail(FailureKind kind) {
        web.answer(ROBOTS_TXT, new Failed(kind, "went wrong"));
    }

    final boolean advance() {
        return robots.advance(ORIGIN, false);
    }

    final void pass(Duration time) {
        now = now.plus(time);
    }

    /** Tries until there is a verdict, waiting as told. */
    final RobotsVerdict settle() {
        for (int i = 0; i < 10 && robots.verdict(PAGE) instanceof Unknown; i++) {
            pass(robots.waitBeforeNext(ORIGIN));
            assertThat(advance()).isTrue();
        }
        return robots.verdict(PAGE);
    }
}
