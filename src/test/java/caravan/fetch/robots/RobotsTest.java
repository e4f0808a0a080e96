package caravan.fetch.robots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchLimits;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.FetchRequest;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.fetch.Fetcher;
import caravan.fetch.OkHttpFetcher;
import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import caravan.testkit.TestSite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class RobotsTest {
    private static final String ORIGIN = "https://example.org";
    private static final String ROBOTS_TXT = ORIGIN + "/robots.txt";
    private static final String PAGE = ORIGIN + "/private/page";
    private static final String RULES = "User-agent: *\nDisallow: /private/\n";
    private static final RobotsSettings SETTINGS = RobotsSettings.of("TestBot/1.0 (+https://example.org/bot)");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ScriptedFetcher web = new ScriptedFetcher();
    private final Robots robots = new Robots(web, SETTINGS, () -> now);

    /** Answers each URL with what the test has set, and keeps what was asked. */
    private static final class ScriptedFetcher implements Fetcher {
        private final Map<String, FetchOutcome> answers = new HashMap<>();
        private final List<FetchRequest> asked = new ArrayList<>();

        @Override
        public FetchOutcome fetch(FetchRequest request) {
            asked.add(request);
            return answers.getOrDefault(request.url(), new Failed(FailureKind.PROTOCOL, "not in the script"));
        }

        List<String> askedUrls() {
            return asked.stream().map(FetchRequest::url).toList();
        }

        @Override
        public void cancelAll() {}

        @Override
        public void close() {}
    }

    private static Page page(String url, int status, Map<String, List<String>> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Page(url, status, headers, bytes, true, bytes.length, Instant.EPOCH, Duration.ZERO);
    }

    private void answer(int status, String body) {
        web.answers.put(ROBOTS_TXT, new Fetched(page(ROBOTS_TXT, status, Map.of(), body)));
    }

    private void redirect(String from, String location) {
        web.answers.put(from, new Redirected(page(from, 301, Map.of(), ""), location));
    }

    private void fail(FailureKind kind) {
        web.answers.put(ROBOTS_TXT, new Failed(kind, "went wrong"));
    }

    private boolean advance() {
        return robots.advance(ORIGIN, false);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    /** Tries until there is a verdict, waiting as told. */
    private RobotsVerdict settle() {
        for (int i = 0; i < 10 && robots.verdict(PAGE) instanceof Unknown; i++) {
            pass(robots.waitBeforeNext(ORIGIN));
            assertThat(advance()).isTrue();
        }
        return robots.verdict(PAGE);
    }

    @Test
    void isUnknownUntilAsked() {
        assertThat(robots.verdict(PAGE)).isInstanceOf(Unknown.class);
        assertThat(robots.waitBeforeNext(ORIGIN)).isZero();
        assertThat(robots.crawlDelay(ORIGIN)).isEmpty();
        assertThat(robots.sitemaps(ORIGIN)).isEmpty();
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
        assertThat(robots.crawlDelay(ORIGIN)).contains(Duration.ofMillis(2500));
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
        assertThat(robots.crawlDelay(ORIGIN)).contains(expected);
    }

    @Test
    void namesTheSitemaps() {
        answer(200, RULES + "Sitemap: https://example.org/a.xml\nSitemap: https://cdn.example.net/b.xml\n");
        advance();
        assertThat(robots.sitemaps(ORIGIN))
                .containsExactly("https://example.org/a.xml", "https://cdn.example.net/b.xml");
    }

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
        Page busy = page(ROBOTS_TXT, 503, Map.of("retry-after", List.of(retryAfter)), "");
        web.answers.put(ROBOTS_TXT, new Fetched(busy));
        advance();
        assertThat(robots.waitBeforeNext(ORIGIN)).isEqualTo(expected);
    }

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
    void followsRedirectsOneRequestAtATimeAndAppliesTheRulesToTheFirstOrigin() {
        redirect(ROBOTS_TXT, "/here.txt#x");
        redirect(ORIGIN + "/here.txt", "http://www.example.net/robots.txt");
        web.answers.put(
                "http://www.example.net/robots.txt",
                new Fetched(page("http://www.example.net/robots.txt", 200, Map.of(), RULES)));
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
        redirect(ROBOTS_TXT, "/robots.txt");
        assertThat(settle()).isInstanceOf(Allowed.class);
        assertThat(web.asked).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/robots.txt", "javascript:alert(1)", "http://[::1"})
    void redirectToNowhereAllowsEverything(String location) {
        redirect(ROBOTS_TXT, location);
        assertThat(settle()).isInstanceOf(Allowed.class);
    }

    @Test
    void privateAddressesAreAllowedForTheNamedHostOnly() {
        redirect(ROBOTS_TXT, "http://example.org/robots.txt");
        redirect("http://example.org/robots.txt", "http://10.0.0.1/robots.txt");
        for (int hop = 0; hop < 3; hop++) {
            robots.advance(ORIGIN, true);
        }
        assertThat(web.asked).extracting(FetchRequest::privateAllowed).containsExactly(true, true, false);
    }

    @Test
    void refusedAddressIsCountedAsSuch() {
        web.answers.put(ROBOTS_TXT, new Refused(Refusal.ADDRESS, "address 10.0.0.1 is not public"));
        assertThat(settle())
                .isEqualTo(new Unreachable(Refusal.ADDRESS, "robots.txt refused: address 10.0.0.1 is not public"));
        assertThat(web.asked).hasSize(1);
    }

    @Test
    void otherRefusalsCountAsRobots() {
        web.answers.put(ROBOTS_TXT, new Refused(Refusal.SIZE, "header over 256 KiB"));
        assertThat(settle()).isEqualTo(new Unreachable(Refusal.ROBOTS, "robots.txt refused: header over 256 KiB"));
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
    void forgetsTheLeastRecentlyUsedOrigin() {
        Robots small = new Robots(web, new RobotsSettings("TestBot", Duration.ZERO, Duration.ZERO, 2), () -> now);
        for (String host : List.of("a", "b", "a", "c")) {
            String origin = "http://" + host;
            String url = origin + "/robots.txt";
            web.answers.put(url, new Fetched(page(url, 404, Map.of(), "")));
            small.advance(origin, false);
            small.verdict(origin + "/");
        }
        assertThat(small.verdict("http://a/")).isInstanceOf(Allowed.class);
        assertThat(small.verdict("http://b/")).isInstanceOf(Unknown.class);
        assertThat(small.verdict("http://c/")).isInstanceOf(Allowed.class);
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
