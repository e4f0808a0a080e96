package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is noted of a robots.txt, and what it is good for later. */
@Timeout(20)
class RobotsNoteTest extends RobotsFixture {
    private final List<RobotsNote> noted = new ArrayList<>();
    private final Robots later = new Robots(web, SETTINGS, () -> now);

    private void read() {
        robots.advance(ORIGIN, false, "way", noted::add);
    }

    /** What is on disk, in another process. */
    private OriginRobots recalled() {
        RobotsNote note = RobotsNote.read(noted.get(noted.size() - 1).write()).orElseThrow();
        assertThat(note.way()).isEqualTo("way");
        return later.recall(ORIGIN, note);
    }

    @Test
    void rulesServeOnWithoutARequest() {
        web.answer(
                ROBOTS_TXT,
                200,
                Map.of("content-type", List.of("text/plain; charset=utf-8")),
                RULES + "Crawl-delay: 3\nSitemap: /map.xml\nSitemap: " + ORIGIN + "/Füße.xml\n");
        read();
        assertThat(later.find(ORIGIN)).isEmpty();
        OriginRobots known = recalled();
        assertThat(known.verdict(PAGE)).isInstanceOf(Disallowed.class);
        assertThat(known.verdict(ORIGIN + "/public")).isInstanceOf(Allowed.class);
        assertThat(known.crawlDelay()).contains(Duration.ofSeconds(3));
        assertThat(known.sitemaps()).isEqualTo(robots.of(ORIGIN).sitemaps()).isNotEmpty();
        assertThat(later.verdict(PAGE)).as("from now on").isInstanceOf(Disallowed.class);
        assertThat(later.advance(ORIGIN, false)).as("nothing is to be asked").isFalse();
        assertThat(web.asked).hasSize(1);
    }

    @Test
    void missingRobotsTxtIsNotedToo() {
        answer(404, "Disallow: /");
        read();
        assertThat(recalled().verdict(PAGE)).isInstanceOf(Allowed.class);
    }

    @Test
    void whatSettlesNothingIsNotNoted() {
        answer(500, "");
        read();
        fail(FailureKind.TLS);
        pass(Duration.ofSeconds(9));
        read();
        assertThat(noted).isEmpty();
    }

    @Test
    void sameRulesReadAgainAreNotedAnew() {
        answer(200, RULES);
        read();
        pass(Duration.ofHours(25));
        read();
        assertThat(noted).hasSize(2);
        assertThat(noted.get(1).at()).isEqualTo(now);
    }

    @Test
    void noteHoldsForADay() {
        answer(200, RULES);
        read();
        pass(Duration.ofHours(24).minusMillis(1));
        assertThat(recalled().verdict(PAGE)).isInstanceOf(Disallowed.class);
        pass(Duration.ofMillis(1));
        assertThat(later.verdict(PAGE)).isInstanceOf(Unknown.class);
        answer(500, "");
        for (int tries = 0; tries < 3; tries++) {
            later.advance(ORIGIN, false);
            pass(Duration.ofSeconds(9));
        }
        assertThat(later.verdict(PAGE)).as("the last good rules").isInstanceOf(Disallowed.class);
    }

    @Test
    void noteThatIsTooOldOrOfTheFutureSaysNothing() {
        answer(200, RULES);
        read();
        pass(Duration.ofHours(48));
        assertThat(recalled().verdict(PAGE)).isInstanceOf(Unknown.class);
        pass(Duration.ofHours(-49));
        assertThat(recalled().verdict(PAGE)).isInstanceOf(Unknown.class);
    }

    @Test
    void laterKnowledgeIsNotWrittenOver() {
        answer(200, RULES);
        read();
        pass(Duration.ofHours(1));
        answer(404, "");
        later.advance(ORIGIN, false);
        assertThat(recalled().verdict(PAGE)).isInstanceOf(Allowed.class);
    }

    @Test
    void damagedNoteIsNone() {
        answer(200, RULES);
        read();
        byte[] whole = noted.get(0).write();
        for (int length = 0; length < 40; length++) {
            assertThat(RobotsNote.read(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
        whole[10] = (byte) 0xFF;
        assertThat(RobotsNote.read(whole)).isEmpty();
        whole[0]++;
        assertThat(RobotsNote.read(whole)).isEmpty();
    }
}
