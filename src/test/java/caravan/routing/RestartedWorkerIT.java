package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.Cluster;
import caravan.testkit.CommandLineRun;
import caravan.testkit.GraphSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that is killed and started again, and finds its crawls where it left them. How large and how often are
 * system properties: {@code killed.pages}, {@code killed.times}.
 */
@Timeout(3600)
class RestartedWorkerIT {
    private static final int PAGES = Integer.getInteger("killed.pages", 800);
    private static final int KILLS = Integer.getInteger("killed.times", 3);
    /** Pages on their way when it is killed: on the wire, being parsed, in a batch for the sink. */
    private static final int MOST_REPEATED_A_KILL = 25;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void workerGoesOnWithItsCrawlsThoughItIsKilledAgainAndAgain() throws Exception {
        Random random = new Random(11);
        try (Cluster cluster = new Cluster(folder);
                GraphSite site = GraphSite.start(PAGES)) {
            cluster.start(1, 1, "-Pcaravan.status.every=500ms");
            cluster.awaitLeader();
            String yaml = "name: wide\nseeds: ['%s']\ndelay: 0ms\nper-host: 1\nrobots: ignore\n".formatted(site.url());
            Cluster.Node master = cluster.node("m1");
            assertThat(master.rest()
                            .send("PUT", "/crawler/tasks/wide", "application/yaml", yaml)
                            .status())
                    .isEqualTo(201);
            assertThat(master.rest()
                            .post("/crawler/resource", "{\"name\":\"wide\"}")
                            .status())
                    .isEqualTo(200);
            for (int kill = 0; kill < KILLS; kill++) {
                long until = site.requests() + 1 + random.nextInt(PAGES / (KILLS + 1));
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(3))
                        .until(() -> site.requests() >= Math.min(until, PAGES - 1));
                cluster.node("w1").process().signal("KILL");
                cluster.node("w1").process().exitCode();
                cluster.relaunch("w1");
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> master.rest()
                    .get("/crawler/resource/wide")
                    .json()
                    .at("/Crawl/state")
                    .asText()
                    .equals("finished"));
            Set<String> urls = CommandLineRun.read(cluster.folderOf("w1").resolve("pages.jsonl")).stream()
                    .map(each -> each.path("url").asText())
                    .collect(Collectors.toSet());
            assertThat(urls)
                    .isEqualTo(IntStream.range(0, PAGES).mapToObj(site::urlOf).collect(Collectors.toSet()));
            System.out.printf("worker killed %d times: %d pages fetched again%n", KILLS, site.repeated());
            assertThat(site.repeated()).isLessThanOrEqualTo((long) KILLS * MOST_REPEATED_A_KILL);
        }
    }
}
