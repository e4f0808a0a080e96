package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import caravan.testkit.Ports;
import caravan.testkit.SlowSite;
import caravan.testkit.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A crawl that is killed, looked at, moved to another folder and gone on with there. */
@Timeout(180)
class MovedCrawlIT {
    private static final int PAGES = 60;
    private static final int BEFORE_THE_END = 10;

    @TempDir
    Path folder;

    private final Path here = Path.of("here");

    @Test
    void movedCrawlFetchesEveryPageOnce() throws Exception {
        try (SlowSite site = SlowSite.start(PAGES, Duration.ofMillis(100))) {
            try (CaravanProcess crawl = CaravanProcess.start(
                    folder, "crawl", "--resume=here", "--out=pages.jsonl", "--delay=1ms", site.url())) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> site.answered().size() > BEFORE_THE_END && crawl.isAlive());
                String host = site.url().substring(0, site.url().length() - 1);
                assertThat(run(0, "frontier", path("here"), "stats")).isEmpty();
                assertThat(run(1, "frontier", path("here"), "drop-host", host, "--yes"))
                        .contains(path("here"), "is in use by another process");
                assertThat(run(1, "retry", path("here"))).contains("is in use by another process");
                crawl.signal("KILL");
                crawl.exitCode();
            }
            site.hurry();
            int fetched = site.pageLog().size();
            assertThat(fetched).isLessThan(PAGES);
            for (String look : List.of("stats", "hosts", "list", "list --given-up", "check")) {
                assertThat(run(0, ("frontier " + path("here") + " " + look).split(" "))).isEmpty();
            }
            Path lines = folder.resolve("export.jsonl");
            run(0, "frontier", path("here"), "export", "--out", lines.toString());
            run(0, "frontier", path("there"), "import", lines.toString());
            assertThat(run(2, "frontier", path("there"), "import", lines.toString())).contains("is not empty");
            try (CaravanProcess crawl = CaravanProcess.start(folder, "crawl", "--resume=there")) {
                assertThat(crawl.exitCode()).as(crawl.err()).isZero();
            }
            // what was on the wire when the process was killed is fetched once more
            assertThat(site.pageLog()).hasSizeBetween(PAGES + 1, PAGES + 2);
            assertThat(CommandLineRun.read(folder.resolve("pages.jsonl")).stream()
                            .map(each -> each.get("url").asText())
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(urls(site));
        }
    }

    private static List<String> urls(SlowSite site) {
        return Stream.concat(
                        Stream.of(site.url()), IntStream.range(0, PAGES).mapToObj(i -> site.url() + "p" + i))
                .toList();
    }

    @Test
    void retriedCrawlGoesOnThoughItHadEnded() throws Exception {
        int port = Ports.free();
        String dead = "http://127.0.0.1:" + port;
        try (TestSite site = TestSite.start().page("/", "<a href='/gone'>gone</a>")) {
            site.handle("/gone", exchange -> TestSite.answer(exchange, 503, "text/plain", "later"));
            String[] crawl = {
                "crawl",
                "--resume=" + path("here"),
                "--out=" + folder.resolve("pages.jsonl"),
                "--delay=1ms",
                "-Pcaravan.fetch.retries=0",
                "-Pcaravan.fetch.retry-wait=10ms",
                "--quiet",
                site.url("/")
            };
            assertThat(run(0, crawl)).isEmpty();
            String list = run(0, "frontier", path("here"), "list", "--given-up");
            assertThat(list).isEmpty();
            assertThat(run(0, "retry", path("here"))).isEmpty();
            site.page("/gone", "here after all");
            assertThat(run(0, "crawl", "--resume=" + path("here"), "--quiet")).isEmpty();
            assertThat(site.log().stream().filter(hit -> hit.path().equals("/gone"))).hasSize(2);
            assertThat(site.log().stream().filter(hit -> hit.path().equals("/"))).hasSize(1);
        }
        assertThat(dead).isNotEmpty();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Runs it in this process. @return what it said on standard error */
    private static String run(int exitCode, String... arguments) {
        CommandLineRun run = CommandLineRun.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        return run.err();
    }
}
