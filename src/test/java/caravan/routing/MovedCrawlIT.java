package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import caravan.testkit.SlowSite;
import caravan.testkit.TestSite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    @Test
    void movedCrawlFetchesEveryPageOnce() throws Exception {
        try (SlowSite site = SlowSite.start(PAGES, Duration.ofMillis(100))) {
            try (CaravanProcess crawl = CaravanProcess.start(
                    folder, "crawl", "--resume=here", "--out=pages.jsonl", "--delay=1ms", site.url())) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> site.answered().size() > BEFORE_THE_END && crawl.isAlive());
                String host = site.url().substring(0, site.url().length() - 1);
                assertThat(run(0, "frontier", path("here"), "stats")).containsPattern("finished +not yet");
                assertThat(run(1, "frontier", path("here"), "drop-host", host, "--yes"))
                        .contains(path("here"), "is in use by another process");
                assertThat(run(1, "retry", path("here"))).contains("is in use by another process");
                crawl.signal("KILL");
                crawl.exitCode();
            }
            site.hurry();
            int fetched = site.pageLog().size();
            assertThat(fetched).isLessThan(PAGES);
            assertThat(run(0, "frontier", path("here"), "check")).contains("here: ok");
            assertThat(run(0, "frontier", path("here"), "hosts"))
                    .contains(site.url().replaceFirst("/$", " "));
            assertThat(run(0, "frontier", path("here"), "list", "--limit=99")).contains(site.url() + "p59\n");
            Path lines = folder.resolve("export.jsonl");
            run(0, "frontier", path("here"), "export", "--out", lines.toString());
            run(0, "frontier", path("there"), "import", lines.toString());
            assertThat(run(2, "frontier", path("there"), "import", lines.toString()))
                    .contains("is not empty");
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
        return Stream.concat(Stream.of(site.url()), IntStream.range(0, PAGES).mapToObj(i -> site.url() + "p" + i))
                .toList();
    }

    @Test
    void retriedCrawlGoesOnThoughItHadEnded() throws Exception {
        try (TestSite site = TestSite.start().page("/", "no links").page("/gone", "here after all")) {
            String out = "--out=" + folder.resolve("pages.jsonl");
            run(0, "crawl", "--resume=" + path("here"), out, "--delay=1ms", "--quiet", site.url("/"));
            Path lines = folder.resolve("export.jsonl");
            run(0, "frontier", path("here"), "export", "--out=" + lines);
            String given = ("{'kind':'given-up','number':100,'what':{'reason':'timeout','at':'2026-01-01T00:00:00Z',"
                            + "'request':{'url':'" + site.url("/gone") + "','attempt':3}}}\n")
                    .replace('\'', '"');
            Files.writeString(lines, Files.readString(lines).replace("{\"kind\":\"end\"", given + "{\"kind\":\"end\""));
            run(0, "frontier", path("there"), "import", lines.toString());
            assertThat(run(0, "frontier", path("there"), "stats")).doesNotContain("not yet");
            assertThat(run(0, "frontier", path("there"), "list", "--given-up"))
                    .contains("2026-01-01T00:00:00Z", site.url("/gone"), "timeout");
            assertThat(run(0, "retry", path("there"))).contains("1 request queued again");
            assertThat(run(0, "frontier", path("there"), "stats")).containsPattern("finished +not yet");
            run(0, "crawl", "--resume=" + path("there"), "--quiet");
            assertThat(site.log().stream().map(TestSite.Hit::path).filter(each -> !each.equals("/robots.txt")))
                    .containsExactly("/", "/gone");
            assertThat(CommandLineRun.read(folder.resolve("pages.jsonl"))).hasSize(2);
        }
    }

    @Test
    void whatCannotBeDoneIsToldInALine() throws Exception {
        assertThat(run(2, "frontier", path("none"), "stats")).contains("there is no folder " + path("none"));
        assertThat(run(2, "frontier", folder.toString(), "hosts")).contains(folder + " holds no crawl");
        assertThat(run(2, "retry", folder.toString())).contains(folder + " holds no crawl");
        assertThat(run(2, "frontier", path("none"), "list", "--host=x")).contains("'x' is no origin");
        assertThat(run(2, "frontier", path("none"), "hosts", "--limit=0")).contains("there is no folder");
        assertThat(run(2, "frontier", path("none"))).contains("Missing required subcommand");
        assertThat(run(2, "frontier", "stats")).contains("Missing required parameter");
        assertThat(run(2, "frontier", path("none"), "import", path("x"))).contains("cannot read " + path("x"));
        Files.createDirectories(folder.resolve("bad/store"));
        Files.writeString(folder.resolve("bad/manifest.json"), "{\"format\":7}");
        assertThat(run(1, "frontier", path("bad"), "stats"))
                .contains(path("bad") + " was written by a later version (format 7");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Runs it in this process. @return what it said */
    private static String run(int exitCode, String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            CommandLineRun run = CommandLineRun.run(arguments);
            String said = told.toString(StandardCharsets.UTF_8) + run.err();
            assertThat(run.exitCode()).as(said).isEqualTo(exitCode);
            assertThat(said).doesNotContain("Exception", "\tat ");
            return said;
        } finally {
            System.setOut(out);
        }
    }
}
