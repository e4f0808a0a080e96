package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.fetch.FetchLimits;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchRequest;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.fetch.Fetcher;
import caravan.fetch.OkHttpFetcher;
import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.testkit.TestSite;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What robots.txt says, once it was read. */
@Timeout(20)
class RobotsTest extends RobotsFixture {
    @Test
    void isUnknownUntilAsked() {
        assertThat(robots.verdict(PAGE)).isInstanceOf(Unknown.class);
        assertThat(robots.waitBeforeNext(ORIGIN)).isZero();
        assertThat(robots.of(ORIGIN).crawlDelay()).isEmpty();
        assertThat(robots.of(ORIGIN).sitemaps()).isEmpty();
        assertThat(web.asked).isEmpty();
    }

    @Test
    void asksOnceAndObeysTheRules() {
        answer(200, RULES);
        assertThat(advance()).isTrue();
        assertThat(robots.verdict(PAGE)).isInstanceOf(Disallowed.class);
        assertThat(robots.verdict(ORIGIN + "/public")).isInstanceOf(Allowed.class);
        assertThat(advance()).as("known already").isFalse();
        assertThat(web.asked).containsExactly(new FetchRequest(ROBOTS_TXT, false, BodyPolicy.ROBOTS_TXT));
    }

    @Test
    void keepsOriginsApart() {
        answer(200, RULES);
        advance();
        assertThat(robots.verdict("http://example.org/private/page")).isInstanceOf(Unknown.class);
        assertThat(robots.verdict("https://example.org:8443/private/page")).isInstanceOf(Unknown.class);
    }

    @Test
    void ownGroupGoesBeforeTheWildcard() {
        answer(200, "User-agent: *\nDisallow: /\n\nUser-agent: TESTBOT\nDisallow: /other\nCrawl-delay: 2.5\n");
        assertThat(settle()).isInstanceOf(Allowed.class);
        assertThat(robots.verdict(ORIGIN + "/other/1")).isInstanceOf(Disallowed.class);
        assertThat(robots.of(ORIGIN).crawlDelay()).contains(Duration.ofMillis(2500));
    }

    @Test
    void longestRuleWinsWithWildcards() {
        answer(200, "User-agent: *\nDisallow: /private/\nAllow: /private/page$\nDisallow: /*.pdf$\n");
        assertThat(settle()).isInstanceOf(Allowed.class);
        assertThat(robots.verdict(PAGE + "2")).isInstanceOf(Disallowed.class);
        assertThat(robots.verdict(ORIGIN + "/a/b.pdf")).isInstanceOf(Disallowed.class);
        assertThat(robots.verdict(ORIGIN + "/a/b.pdf?x")).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @CsvSource({"1,PT1S", "0,PT0S", "60,PT1M", "61,PT1M", "86400,PT1M"})
    void crawlDelayIsCutToTheMaximum(String delay, Duration expected) {
        answer(200, RULES + "Crawl-delay: " + delay + "\n");
        assertThat(settle()).isInstanceOf(Disallowed.class);
        assertThat(robots.verdict(ORIGIN + "/public")).isInstanceOf(Allowed.class);
        assertThat(robots.of(ORIGIN).crawlDelay()).contains(expected);
    }

    @Test
    void namesTheSitemaps() {
        answer(200, RULES + "Sitemap: https://example.org/a.xml\nSitemap: https://cdn.example.net/b.xml\n");
        advance();
        assertThat(robots.of(ORIGIN).sitemaps())
                .containsExactly("https://example.org/a.xml", "https://cdn.example.net/b.xml");
    }

    @Test
    void onlyOneThreadAsksAnOrigin() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        answer(200, RULES);
        Robots slow = new Robots(new DelayedFetcher(web, asked, mayAnswer), SETTINGS, () -> now);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> slow.advance(ORIGIN, false));
        asked.await();
        assertThat(slow.advance(ORIGIN, false)).isFalse();
        assertThat(slow.verdict(PAGE)).isInstanceOf(Unknown.class);
        assertThat(slow.waitBeforeNext(ORIGIN)).isPositive();
        mayAnswer.countDown();
        assertThat(first.get()).isTrue();
        assertThat(slow.waitBeforeNext(ORIGIN)).isZero();
        assertThat(web.asked).hasSize(1);
    }

    private record DelayedFetcher(Fetcher behind, CountDownLatch asked, CountDownLatch mayAnswer) implements Fetcher {
        @Override
        public FetchOutcome fetch(FetchRequest request) {
            asked.countDown();
            await().until(() -> mayAnswer.getCount() == 0);
            return behind.fetch(request);
        }

        @Override
        public void cancelAll() {}

        @Override
        public void close() {}
    }

    @Test
    void noRobotsTxtMakesTheParserThrow() {
        Random random = new Random(42);
        String[] pieces = {
            "User-agent:", "*", "Disallow: /", "%", "\n", "\0", "é", "Sitemap: ", "http://[", "Crawl-delay:"
        };
        for (int file = 0; file < 50; file++) {
            StringBuilder text = new StringBuilder();
            random.ints(40, 0, pieces.length).forEach(i -> text.append(pieces[i]));
            answer(200, text.toString());
            advance();
            assertThat(robots.verdict(PAGE)).isNotInstanceOf(Unknown.class);
            pass(Duration.ofHours(24));
        }
    }

    @Test
    void userAgentNeedsAProductName() {
        assertThatThrownBy(() -> RobotsSettings.of("(+https://example.org/bot)/1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void worksOverHttp() {
        FetchLimits limits =
                new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4);
        try (TestSite site = TestSite.start();
                OkHttpFetcher fetcher = new OkHttpFetcher(SETTINGS.userAgent(), limits, 1)) {
            site.handle("/robots.txt", exchange -> TestSite.answer(exchange, 200, "text/plain", RULES));
            Robots real = new Robots(fetcher, SETTINGS, () -> now);
            assertThat(real.advance(site.origin(), true)).isTrue();
            assertThat(real.verdict(site.url("/private/page"))).isInstanceOf(Disallowed.class);
            assertThat(real.verdict(site.url("/"))).isInstanceOf(Allowed.class);
        }
    }
}
