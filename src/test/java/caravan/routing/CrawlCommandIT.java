package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.Book;
import caravan.demo.BookshopSite;
import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import caravan.testkit.Ports;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that crawl to an end, as processes of their own. */
@Timeout(120)
class CrawlCommandIT {
    private static final int SITES = 10;
    private static final int PAGES = 5;
    private static final long DELAY_MILLIS = 300;

    @TempDir
    Path folder;

    @Test
    void demoNeedsNothingAndPrintsRecords() {
        try (CaravanProcess demo = CaravanProcess.start(folder, "demo")) {
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.err()).contains("done", "records", "Try next");
        }
        List<JsonNode> records = CommandLineRun.read(folder.resolve("stdout.txt"));
        assertThat(records)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.get("task").asText()).isEqualTo("demo"));
    }

    @Test
    void findsExactlyWhatAPoliteCrawlerIsToFind() {
        try (BookshopSite shop = BookshopSite.start(0);
                CaravanProcess crawl = crawl("--delay=0ms", "--per-host=4", shop.url())) {
            assertThat(crawl.exitCode()).isZero();
            Map<String, Integer> expected = recordsOf(shop);
            List<JsonNode> records = records();
            assertThat(records).hasSameSizeAs(expected.keySet());
            Map<String, Integer> found = new HashMap<>();
            records.forEach(each -> found.put(pathOf(each), each.get("status").asInt()));
            assertThat(found).isEqualTo(expected);
        }
    }

    /** Redirects get no record of their own; the sitemap adds itself and the books that no page links to. */
    private static Map<String, Integer> recordsOf(BookshopSite shop) {
        Map<String, Integer> expected = new HashMap<>();
        shop.expected().forEach((path, answer) -> {
            if (answer.status() / 100 != 3) {
                expected.put(path, answer.status());
            }
        });
        expected.put("/sitemap.xml", 200);
        List<Book> unlisted =
                shop.catalogue().books().stream().filter(book -> !book.listed()).toList();
        assertThat(unlisted).isNotEmpty();
        unlisted.forEach(book -> {
            expected.put(book.path(), 200);
            expected.put(book.coverPath(), 200);
        });
        return expected;
    }

    @Test
    void printsRecordsAndNothingElseToStandardOutput() {
        try (TestSite site = TestSite.start().page("/", "<a href=/a>a</a>").page("/a", "a");
                CaravanProcess crawl =
                        CaravanProcess.start(folder, "crawl", "--out=-", "--delay=1ms", "--quiet", site.url("/"))) {
            assertThat(crawl.exitCode()).isZero();
            assertThat(crawl.err()).isEmpty();
        }
        assertThat(CommandLineRun.read(folder.resolve("stdout.txt")))
                .extracting(CrawlCommandIT::pathOf)
                .containsExactly("/", "/a");
    }

    @Test
    void saysWhyNoSeedCouldBeFetched() {
        int port = Ports.free();
        try (CaravanProcess crawl = crawl("--delay=1ms", "http://127.0.0.1:" + port + "/")) {
            assertThat(crawl.exitCode()).isEqualTo(3);
            assertThat(crawl.err()).contains("problem", "127.0.0.1:" + port).doesNotContain("Exception");
        }
        assertThat(records()).isEmpty();
    }

    @Test
    void crawlsHostsSideBySideAndEachOfThemGently() {
        List<TestSite> sites =
                Stream.generate(CrawlCommandIT::linkedPages).limit(SITES).toList();
        List<String> arguments = new ArrayList<>(List.of("--delay=" + DELAY_MILLIS + "ms"));
        sites.forEach(site -> arguments.add(site.url("/")));
        try (CaravanProcess crawl = crawl(arguments.toArray(String[]::new))) {
            assertThat(crawl.exitCode()).isZero();
        }
        sites.forEach(TestSite::close);
        assertThat(records()).hasSize(SITES * PAGES);
        List<List<Long>> arrivals = sites.stream()
                .map(site -> site.log().stream().map(TestSite.Hit::arrivalNanos).toList())
                .toList();
        assertThat(arrivals)
                .allSatisfy(times -> assertThat(times).hasSize(1 + PAGES))
                .allSatisfy(times -> assertThat(gapsInMillis(times))
                        .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(DELAY_MILLIS)));
        long lastSecond =
                arrivals.stream().mapToLong(times -> times.get(1)).max().orElseThrow();
        long firstLast =
                arrivals.stream().mapToLong(times -> times.get(PAGES)).min().orElseThrow();
        assertThat(lastSecond)
                .as("every site was well under way before any was done")
                .isLessThan(firstLast);
    }

    private static TestSite linkedPages() {
        TestSite site = TestSite.start();
        StringBuilder home = new StringBuilder();
        for (int i = 1; i < PAGES; i++) {
            home.append("<a href=/").append(i).append(">x</a>");
            site.page("/" + i, "page " + i);
        }
        return site.page("/", home.toString());
    }

    private static List<Long> gapsInMillis(List<Long> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> TimeUnit.NANOSECONDS.toMillis(times.get(i) - times.get(i - 1)))
                .toList();
    }

    private CaravanProcess crawl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("crawl", "--out=pages.jsonl"));
        all.addAll(List.of("-Pcaravan.fetch.retry-wait=10ms", "-Pcaravan.robots.retry-wait=10ms"));
        all.addAll(List.of(arguments));
        return CaravanProcess.start(folder, all.toArray(String[]::new));
    }

    private List<JsonNode> records() {
        return CommandLineRun.read(folder.resolve("pages.jsonl"));
    }

    private static String pathOf(JsonNode record) {
        URI url = URI.create(record.get("url").asText());
        return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }
}
