package caravan.routing;

import static caravan.testkit.TestSite.answer;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CommandLineRun;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline, from the command line to the file, against a site that logs what it is asked. */
@Timeout(60)
class CrawlRoutesTest {
    @TempDir
    Path folder;

    private final TestSite site = TestSite.start();

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void fetchesEveryLinkedPageOnceAndWritesARecordEach() {
        site.page("/", links(IntStream.range(0, 40).mapToObj(i -> "/p" + i).toList()));
        for (int i = 0; i < 40; i++) {
            site.page("/p" + i, links(List.of("/", "/p" + (i + 1) % 40 + "#part", "p" + (i + 7) % 40)));
        }
        CommandLineRun run = crawl("--per-host", "4", site.url("/"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.urls()).hasSize(41).doesNotHaveDuplicates();
        assertThat(paths()).doesNotHaveDuplicates().hasSize(42).contains("/robots.txt");
    }

    @Test
    void recordsWhatThePageSaysOfItself() {
        site.page("/", links(List.of("/zh")));
        site.page(
                "/zh",
                "<html lang=zh><title> 纸灯笼\n书店 </title><meta name=description content='好书'><a href=/a>a</a></html>");
        JsonNode record = crawl("--depth", "1", site.url("/")).records().get(1);
        assertThat(record.get("url").asText()).isEqualTo(site.url("/zh"));
        assertThat(record.get("status").asInt()).isEqualTo(200);
        assertThat(record.get("title").asText()).isEqualTo("纸灯笼 书店");
        assertThat(record.get("description").asText()).isEqualTo("好书");
        assertThat(record.get("lang").asText()).isEqualTo("zh");
        assertThat(record.get("depth").asInt()).isEqualTo(1);
        assertThat(record.get("referrer").asText()).isEqualTo(site.url("/"));
        assertThat(record.get("contentType").asText()).isEqualTo("text/html; charset=utf-8");
        assertThat(record.get("bytes").asLong()).isPositive();
        assertThat(record.get("outlinks").asInt()).isEqualTo(1);
        assertThat(record.get("fetchedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
        assertThat(record.get("durationMs").asLong()).isNotNegative();
    }

    @Test
    void neverAsksForWhatRobotsTxtDisallows() {
        robots("User-agent: caravan\nDisallow: /private\n\nUser-agent: *\nDisallow: /");
        site.page("/", links(List.of("/private/a", "/open")))
                .page("/open", "open")
                .page("/private/a", "no");
        CommandLineRun run = crawl(site.url("/"));
        assertThat(paths()).containsExactlyInAnyOrder("/robots.txt", "/", "/open");
        assertThat(run.err()).contains("robots 1");
    }

    @Test
    void asksNothingOfAHostWhoseRobotsTxtFailsAndSaysWhy() {
        site.handle("/robots.txt", exchange -> answer(exchange, 500, "text/plain", "broken"));
        site.page("/", "unreachable");
        CommandLineRun run = crawl(site.url("/"));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(paths()).containsOnly("/robots.txt");
        assertThat(run.err()).contains("robots.txt answered 500").contains("robots 1");
    }

    @Test
    void ignoresRobotsTxtWhenToldToAndWarns() {
        robots("User-agent: *\nDisallow: /");
        site.page("/", "hello");
        CommandLineRun run = crawl("--robots", "ignore", site.url("/"));
        assertThat(paths()).containsExactly("/");
        assertThat(run.err()).contains("robots.txt is ignored");
    }

    @Test
    void keepsTheDelayBetweenAnyTwoRequestsToAHost() {
        site.page("/", links(List.of("/a", "/b", "/c")));
        List.of("/a", "/b", "/c").forEach(path -> site.page(path, path));
        crawl("--delay", "150ms", site.url("/"));
        assertThat(gapsInMillis()).hasSize(4).allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(150));
    }

    @Test
    void keepsTheLongerDelayThatRobotsTxtAsksFor() {
        robots("User-agent: *\nCrawl-delay: 0.3");
        site.page("/", links(List.of("/a", "/b"))).page("/a", "a").page("/b", "b");
        crawl(site.url("/"));
        assertThat(gapsInMillis().stream().skip(1)).hasSize(2).allSatisfy(gap -> assertThat(gap)
                .isGreaterThanOrEqualTo(300));
    }

    @Test
    void makesTheTargetOfARedirectARequestOfItsOwn() {
        site.page("/", links(List.of("/old", "/private-way")));
        redirect("/old", "new?x=1#part");
        redirect("/private-way", "/private");
        robots("User-agent: *\nDisallow: /private$");
        site.page("/new", "new").page("/private", "no");
        CommandLineRun run = crawl(site.url("/"));
        assertThat(run.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/new?x=1"));
        assertThat(paths()).doesNotContain("/private");
        assertThat(run.err()).contains("3xx 2");
    }

    @Test
    void endsARedirectThatGoesOnForEver() {
        AtomicInteger hop = new AtomicInteger();
        site.page("/", links(List.of("/loop")));
        site.handle("/loop", exchange -> {
            exchange.getResponseHeaders().set("Location", "/loop?" + hop.incrementAndGet());
            answer(exchange, 302, "text/html", "");
        });
        CommandLineRun run = crawl(site.url("/"));
        assertThat(run.exitCode()).isZero();
        assertThat(hop).hasValue(11);
        assertThat(run.err()).contains("url 1");
    }

    @Test
    void refusesPrivateAddressesThatNobodyNamed() {
        try (TestSite inside = TestSite.start()) {
            inside.page("/secret", "metadata");
            String target = "http://localhost:" + inside.port() + "/secret";
            site.page("/", links(List.of("/hop", target + "?link")));
            redirect("/hop", target);
            CommandLineRun run = crawl("--scope", "any", site.url("/"));
            assertThat(run.urls()).containsExactly(site.url("/"));
            assertThat(inside.log()).isEmpty();
            assertThat(run.err()).contains("address 2");
        }
    }

    @Test
    void triesAgainWhatFailedForNowAndNotBeforeTheTimeItWasGiven() {
        AtomicInteger tries = new AtomicInteger();
        site.handle("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, tries.incrementAndGet() == 1 ? 503 : 200, "text/html", "at last");
        });
        CommandLineRun run = crawl(site.url("/"));
        assertThat(run.records()).hasSize(1);
        assertThat(run.records().get(0).get("status").asInt()).isEqualTo(200);
        assertThat(gapsInMillis().get(1)).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void recordsAnErrorThatStaysAfterTheLastTry() {
        site.page("/", links(List.of("/broken")));
        site.handle("/broken", exchange -> answer(exchange, 500, "text/html", links(List.of("/from-error"))));
        CommandLineRun run = crawl("-P", "caravan.fetch.retries=2", site.url("/"));
        assertThat(paths()).filteredOn("/broken"::equals).hasSize(3);
        assertThat(run.records()).extracting(each -> each.get("status").asInt()).containsExactly(200, 500);
        assertThat(paths()).doesNotContain("/from-error");
    }

    @Test
    void countsEveryRefusalByItsReason() {
        robots("User-agent: *\nDisallow: /no");
        site.page("/", links(List.of("/no", "/deep", "/big", "/image", "http://elsewhere.example/", "/deep#again")));
        site.page("/deep", links(List.of("/too-deep", "/")));
        site.page("/big", "x".repeat(20_000));
        site.handle("/image", exchange -> answer(exchange, 200, "image/png", "not read"));
        CommandLineRun run = crawl("--depth", "1", "--max-body", "10KiB", site.url("/"));
        assertThat(run.err()).contains("depth 2", "robots 1", "scope 1", "size 1", "type 1");
        assertThat(run.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/deep"), site.url("/image"));
    }

    @Test
    void stopsAtTheLimitOfPagesHoweverManyFetchesRunAtOnce() {
        site.page("/", links(IntStream.range(0, 50).mapToObj(i -> "/p" + i).toList()));
        IntStream.range(0, 50).forEach(i -> site.page("/p" + i, "page"));
        CommandLineRun run = crawl("--max-pages", "7", "--per-host", "8", site.url("/"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.records()).hasSize(7);
        assertThat(run.err()).contains("limit 44");
    }

    @Test
    void followsTheSitemapsOfRobotsTxt() {
        robots("User-agent: *\nSitemap: " + site.url("/map.xml"));
        site.handle(
                "/map.xml",
                exchange -> answer(
                        exchange,
                        200,
                        "application/xml",
                        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>" + site.url("/island")
                                + "</loc></url></urlset>"));
        site.page("/", "no links here").page("/island", "found");
        assertThat(crawl(site.url("/")).urls()).contains(site.url("/island"));
    }

    @Test
    void takesTheHostThatASeedRedirectsToIntoItsScope() {
        redirect("/", "http://localhost:" + site.port() + "/home");
        site.page("/home", links(List.of("/next"))).page("/next", "next");
        CommandLineRun run = crawl("-P", "caravan.fetch.allow-private=true", site.url("/"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.records()).hasSize(2);
    }

    @Test
    void endsWithOneClearLineWhenTheOutputCannotBeWritten() {
        site.page("/", "hello");
        CommandLineRun run = CommandLineRun.run(
                "crawl",
                "--out",
                "/dev/full",
                "-P",
                "caravan.sink.retries=1",
                "-P",
                "caravan.sink.retry-wait=10ms",
                site.url("/"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines().toList())
                .last()
                .isEqualTo("caravan: cannot write /dev/full: No space left on device");
    }

    private CommandLineRun crawl(String... arguments) {
        return CommandLineRun.crawl(folder, arguments);
    }

    private void robots(String text) {
        site.handle("/robots.txt", exchange -> answer(exchange, 200, "text/plain", text));
    }

    private void redirect(String path, String location) {
        site.handle(path, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            answer(exchange, 301, "text/html", "");
        });
    }

    private List<String> paths() {
        return site.log().stream().map(TestSite.Hit::path).toList();
    }

    private List<Long> gapsInMillis() {
        List<TestSite.Hit> log = site.log();
        return IntStream.range(1, log.size())
                .mapToObj(i -> TimeUnit.NANOSECONDS.toMillis(
                        log.get(i).arrivalNanos() - log.get(i - 1).arrivalNanos()))
                .toList();
    }

    private static String links(List<String> targets) {
        StringBuilder html = new StringBuilder("<html><title>links</title>");
        targets.forEach(target -> html.append("<a href='").append(target).append("'>x</a>"));
        return html.toString();
    }
}
