package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.SlowSite;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A signal in the middle of a crawl: what was fetched is kept, and the process ends in time. */
@Timeout(120)
class ShutdownIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SIGINT_EXIT = 130;

    @TempDir
    Path folder;

    private final SlowSite site = SlowSite.start(500, Duration.ofMillis(200));

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void interruptedCrawlKeepsEveryPageThatCame() {
        try (CaravanProcess crawl = crawl()) {
            awaitAnswers(30);
            crawl.signal("INT");
            assertThat(crawl.exitCodeWithin(Duration.ofSeconds(12))).isEqualTo(SIGINT_EXIT);
            assertThat(crawl.err()).contains("interrupted").doesNotContain("Exception");
        }
        assertKeptExactlyWhatCame();
    }

    @Test
    void interruptedCrawlDoesNotWaitForAPageThatNeverComes() {
        site.hang("/p7");
        try (CaravanProcess crawl = crawl()) {
            awaitAnswers(30);
            crawl.signal("INT");
            assertThat(crawl.exitCodeWithin(Duration.ofSeconds(12))).isEqualTo(SIGINT_EXIT);
        }
        assertKeptExactlyWhatCame();
    }

    @Test
    void secondSignalChangesNothing() {
        try (CaravanProcess crawl = crawl()) {
            awaitAnswers(10);
            crawl.signal("INT");
            crawl.awaitLine("stopping");
            crawl.signal("INT");
            assertThat(crawl.exitCodeWithin(Duration.ofSeconds(12))).isEqualTo(SIGINT_EXIT);
        }
        assertKeptExactlyWhatCame();
    }

    @Test
    void terminatedNodeFinishesWhatIsInFlight() throws IOException {
        Files.createDirectory(folder.resolve("tasks"));
        Files.writeString(
                folder.resolve("tasks/slow.yaml"),
                "name: slow\nseeds: ['%s']\ndelay: 0ms\nper-host: 4\n".formatted(site.url()));
        int port = Ports.free();
        try (CaravanProcess node = CaravanProcess.standalone(folder, port)) {
            assertThat(new RestClient(port)
                            .post("/crawler/resource", "{\"name\":\"slow\"}")
                            .status())
                    .isEqualTo(200);
            awaitAnswers(30);
            node.signal("TERM");
            assertThat(node.exitCodeWithin(Duration.ofSeconds(15))).isZero();
            assertThat(node.err()).containsPattern("(?m)stopped$").doesNotContain("Exception");
        }
        assertKeptExactlyWhatCame();
    }

    private CaravanProcess crawl() {
        return CaravanProcess.start(
                folder, "crawl", site.url(), "--out=pages.jsonl", "--delay=0ms", "--per-host=4", "--robots=ignore");
    }

    private void awaitAnswers(int howMany) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> site.answered().size() >= howMany);
    }

    /**
     * A page counts as fetched when the site has sent all of it while the process was there: the pages of this site
     * take a fraction of the time a stop may take, so none of them is cut off, and each that was sent was received.
     */
    private void assertKeptExactlyWhatCame() {
        List<JsonNode> records = CommandLineRun.read(folder.resolve("pages.jsonl"));
        assertThat(records)
                .extracting(each -> URI.create(each.get("url").asText()).getPath())
                .containsExactlyInAnyOrderElementsOf(site.answered());
        assertThat(records).hasSizeLessThan(site.size());
        assertThat(site.pageLog())
                .doesNotHaveDuplicates()
                .extracting(hit -> hit.path())
                .doesNotHaveDuplicates();
    }
}
