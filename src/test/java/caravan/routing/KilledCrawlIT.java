package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.DatabaseServer;
import caravan.testkit.GraphSite;
import caravan.testkit.PostgresServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crawl that is killed again and again until it is done. The site counts what was fetched. How large it is and how
 * often it is killed are system properties, so that the same test makes the figures of a long run.
 */
class KilledCrawlIT {
    private static final int PAGES = Integer.getInteger("killed.pages", 1500);
    private static final int KILLS = Integer.getInteger("killed.times", 5);
    /** So many pages are wanted again after a while, which is when they must not be lost. */
    private static final int FAULTY_EVERY = 10;
    /** Pages on their way when it is killed: on the wire, being parsed, in a batch for the sink. */
    private static final int MOST_REPEATED_A_KILL = 25;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private GraphSite site;

    @BeforeEach
    void openSite() throws Exception {
        site = GraphSite.startFaulty(PAGES, FAULTY_EVERY);
    }

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void everyPageIsInTheFileThoughTheCrawlIsKilledAgainAndAgain() throws Exception {
        crawlWithKills(List.of("--out=pages.jsonl"));
        List<String> urls = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("pages.jsonl"))) {
            urls.add(new ObjectMapper().readTree(line).get("url").textValue());
        }
        assertThat(Set.copyOf(urls)).isEqualTo(expected());
    }

    @Test
    void rowsAreExactThoughTheCrawlIsKilledAgainAndAgain() throws Exception {
        try (DatabaseServer server = PostgresServer.start()) {
            crawlWithKills(List.of(
                    "-Pcaravan.sink=table:main",
                    "-Pcaravan.database.main.url=" + server.url(),
                    "-Pcaravan.database.main.user=" + server.user(),
                    "-Pcaravan.database.main.password=" + server.password()));
            try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                    Statement statement = connection.createStatement();
                    ResultSet counts =
                            statement.executeQuery("select count(*), count(distinct \"_url\") from crawl_page")) {
                counts.next();
                assertThat(counts.getInt(1)).isEqualTo(PAGES);
                assertThat(counts.getInt(2)).isEqualTo(PAGES);
            }
        }
    }

    private Set<String> expected() {
        return IntStream.range(0, PAGES).mapToObj(site::urlOf).collect(Collectors.toSet());
    }

    private void crawlWithKills(List<String> sink) throws Exception {
        Random random = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            try (CaravanProcess crawl = start(sink)) {
                long until = site.requests() + 1 + random.nextInt(2 * PAGES / (KILLS + 2));
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> site.requests() >= Math.min(until, PAGES - 1) || !crawl.isAlive());
                crawl.signal("KILL");
                crawl.exitCode();
            }
        }
        try (CaravanProcess crawl = start(sink)) {
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isZero();
        }
        System.out.printf(
                "killed %d times: %d pages, %d fetched again (%.2f %%)%n",
                KILLS, PAGES, site.repeated(), 100.0 * site.repeated() / PAGES);
        assertThat(site.pagesAsked()).isEqualTo(PAGES);
        assertThat(site.repeated()).as("fetched again").isLessThanOrEqualTo((long) KILLS * MOST_REPEATED_A_KILL);
    }

    private CaravanProcess start(List<String> sink) {
        List<String> arguments = new ArrayList<>(
                List.of("crawl", site.url(), "--resume=state", "--delay=0ms", "--per-host=1", "--robots=ignore"));
        arguments.addAll(sink);
        return CaravanProcess.start(folder, arguments.toArray(String[]::new));
    }
}
