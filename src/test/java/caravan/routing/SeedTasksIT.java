package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.Cluster;
import caravan.testkit.Cluster.Node;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.EtcdServer;
import caravan.testkit.ResourceHistory;
import caravan.testkit.RestClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the masters' own configuration puts into the cluster, and what it leaves alone. */
@Timeout(120)
class SeedTasksIT {
    private static final String WORKER = "{\"id\":\"f1\",\"address\":\"127.0.0.1:1\",\"capacity\":10000}";
    private static final String DEFINED_BEFORE = "{\"name\":\"b\",\"seeds\":[\"http://127.0.0.1:1/before\"]}";

    @TempDir
    Path folder;

    @Test
    void addsSeedTasksOnceForWhomeverComes() throws IOException {
        try (Cluster cluster = new Cluster(folder);
                EtcdRecorder recorder = EtcdRecorder.of(cluster.etcd(), "/")) {
            EtcdServer etcd = cluster.etcd();
            etcd.put("/tasks/b", DEFINED_BEFORE);
            start(cluster);
            awaitSaved(() -> assertThat(cluster.resources()).containsOnlyKeys("a", "b"));
            assertThat(cluster.resources().values())
                    .allSatisfy(pending -> assertThat(worker(pending)).isEmpty());
            assertThat(etcd.get("/tasks/b")).contains(DEFINED_BEFORE);
            assertThat(RestClient.parse(etcd.get("/tasks/a").orElseThrow())
                            .path("seeds")
                            .get(0)
                            .asText())
                    .isEqualTo("http://127.0.0.1:1/file");

            etcd.put("/workers/f1", WORKER);
            awaitSaved(() -> assertThat(cluster.resources().values())
                    .allSatisfy(resource -> assertThat(worker(resource)).isEqualTo("f1")));

            takeAwayAndStopTheLeader(cluster, "a");
            awaitAudit(cluster);
            assertThat(cluster.resources()).containsOnlyKeys("b", "pending");
            ResourceHistory history = new ResourceHistory(recorder.eventsUntilNow());
            assertThat(history.of("a").ids()).hasSize(1);
            assertThat(history.of("b").ids()).hasSize(1);
        }
    }

    /** Two masters with the same configuration, as in a real cluster. */
    private static void start(Cluster cluster) throws IOException {
        for (String id : List.of("m1", "m2")) {
            Path tasks = Files.createDirectories(cluster.folderOf(id).resolve("tasks"));
            for (String name : List.of("a", "b")) {
                Files.writeString(
                        tasks.resolve(name + ".yaml"), "name: " + name + "\nseeds: [http://127.0.0.1:1/file]\n");
            }
            cluster.launch(
                    "master", id, cluster.etcd().endpoint(), "-Pcaravan.seed-tasks=a,b", "-Pcaravan.audit.every=500ms");
        }
        Stream.of("m1", "m2").map(cluster::node).forEach(Node::awaitReady);
    }

    private static void takeAwayAndStopTheLeader(Cluster cluster, String name) {
        Node leader = cluster.awaitLeader();
        assertThat(leader.rest().delete("/crawler/resource/" + name).status()).isEqualTo(200);
        leader.process().signal("TERM");
        assertThat(leader.process().exitCode()).isZero();
    }

    /** The leader seeds, and then looks for what is pending: once this is assigned, it has seeded. */
    private static void awaitAudit(Cluster cluster) {
        cluster.awaitLeader();
        cluster.etcd().put("/resources/pending", "{\"ID\":\"by-hand\",\"WorkerID\":\"\",\"Epoch\":0}");
        awaitSaved(() -> assertThat(worker(cluster.resources().get("pending"))).isEqualTo("f1"));
    }

    private static String worker(JsonNode resource) {
        return resource.path("WorkerID").asText();
    }

    private static void awaitSaved(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }
}
