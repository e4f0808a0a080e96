package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.Cluster;
import caravan.testkit.RestClient.Answer;
import caravan.testkit.TestSite;
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
}
