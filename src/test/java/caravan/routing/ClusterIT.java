package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.Cluster;
import caravan.testkit.EndlessSite;
import caravan.testkit.RestClient;
import caravan.testkit.RestClient.Answer;
import caravan.testkit.TestSite;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of real processes in good health. */
class ClusterIT {
    private static final TestSite SITE = TestSite.start();

    @TempDir
    static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = new Cluster(folder).start(2, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        SITE.close();
    }

    @Test
    void crawlsOnAWorkerWhatWasAddedAtAFollower() {
        SITE.page("/", "<a href=/a>a</a>").page("/a", "<title>a</title>");
        Cluster.Node follower = cluster.follower();
        assertThat(follower.rest()
                        .put("/crawler/tasks/shop", Cluster.task("shop", SITE.url("/")))
                        .status())
                .isEqualTo(201);
        Answer added = follower.rest().post("/crawler/resource", "{\"id\":\"any\",\"name\":\"shop\"}");
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(added.json().path("id").asText()).isIn("w1", "w2");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(SITE.log()).extracting(TestSite.Hit::path).contains("/a"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(follower.rest()
                        .get("/crawler/resource/shop")
                        .json()
                        .path("Crawl")
                        .path("records")
                        .asInt())
                .isEqualTo(2));
        assertThat(cluster.leader().orElseThrow().process().err()).contains("add task=shop forwardedBy=");
        assertThat(follower.rest().delete("/crawler/resource/shop").status()).isEqualTo(200);
        assertThat(cluster.resources()).doesNotContainKey("shop");
        assertThat(follower.rest().delete("/crawler/resource/shop").status()).isEqualTo(404);
    }

    /** A template that is filled at a follower, changed at a master, spoilt in etcd, and mended at a master. */
    @Test
    void takesChangedDefinitionsIntoTheCrawlsOfWorkers() {
        RestClient rest = cluster.follower().rest();
        try (EndlessSite site = EndlessSite.start()) {
            String port = String.valueOf(URI.create(site.url()).getPort());
            String seed = site.url().replace(port, "${port}");
            put(rest, seed, "");
            Answer added = rest.post(
                    "/crawler/resource",
                    "{\"name\":\"any-1\",\"task\":\"any\",\"values\":{\"port\":\"" + port + "\"}}");
            assertThat(added.status()).as(added.body()).isEqualTo(200);
            assertThat(cluster.resources().get("any-1").path("Task").asText()).isEqualTo("any");
            site.awaitMore(3);

            SITE.page("/new", "new");
            put(rest, seed, ",\"" + SITE.url("/new") + "\"");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(SITE.log())
                    .extracting(TestSite.Hit::path)
                    .contains("/new"));

            cluster.etcd().put("/tasks/any", "{\"name\":\"any\",\"seeds\":[],\"colour\":1}");
            awaitProblem(rest, true);
            site.awaitMore(3);
            put(rest, seed, "");
            awaitProblem(rest, false);
            site.awaitMore(3);
            assertThat(rest.get("/crawler/resource/any-1")
                            .json()
                            .at("/Crawl/runs")
                            .asInt())
                    .isEqualTo(1);
            assertThat(rest.delete("/crawler/resource/any-1").status()).isEqualTo(200);
        }
    }

    private static void put(RestClient rest, String seed, String more) {
        String definition = "{\"name\":\"any\",\"parameters\":{\"port\":null},\"seeds\":[\"" + seed + "\"" + more
                + "],\"delay\":\"100ms\"}";
        Answer answer = rest.put("/crawler/tasks/any", definition);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
    }

    private static void awaitProblem(RestClient rest, boolean expected) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(rest.get("/crawler/resource/any-1")
                        .json()
                        .at("/Crawl/problem")
                        .asText()
                        .contains("colour"))
                .isEqualTo(expected));
    }
}
