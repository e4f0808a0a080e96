package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.testkit.Cluster;
import caravan.testkit.CommandLineRun;
import caravan.testkit.EndlessSite;
import caravan.testkit.OneWorkerAtATime;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that have no etcd, by choice or not yet. */
@Timeout(240)
class LoneWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Cluster cluster;
    private final EndlessSite site = EndlessSite.start();

    @BeforeEach
    void killEtcd() {
        cluster = new Cluster(folder);
        cluster.etcd().kill();
    }

    @AfterEach
    void stop() {
        cluster.close();
        site.close();
    }

    /** Nothing keeps two of them apart, which the judge of a cluster's workers must notice. */
    @Test
    void crawlSeedTasksWithoutEtcdAndWithoutRegardForEachOther() throws IOException {
        Cluster.Node first = launchAlone("alone-1");
        Cluster.Node second = launchAlone("alone-2");
        for (Cluster.Node node : List.of(first, second)) {
            node.awaitReady();
            JsonNode status = node.rest().get("/crawler/status").json();
            assertThat(status.path("role").asText()).isEqualTo("worker");
            await().atMost(PATIENCE).until(() -> cluster.crawlsOf(node.id()).equals(List.of("seed")));
        }
        awaitPagesOfBoth();
        List<String> owners =
                site.pages().stream().map(EndlessSite::workerOf).distinct().toList();
        assertThat(new OneWorkerAtATime(owners).strays(site.log())).isNotEmpty();
        assertThatThrownBy(() -> new OneWorkerAtATime(owners).assertHolds(site.log()))
                .isInstanceOf(AssertionError.class);

        for (Cluster.Node node : List.of(first, second)) {
            node.process().signal("TERM");
            assertThat(node.process().exitCodeWithin(Duration.ofSeconds(15))).isZero();
            assertThat(CommandLineRun.read(cluster.folderOf(node.id()).resolve("pages.jsonl")))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.path("task").asText()).isEqualTo("seed"));
        }
    }

    private Cluster.Node launchAlone(String id) throws IOException {
        Path tasks = Files.createDirectories(cluster.folderOf(id).resolve("tasks"));
        Files.writeString(tasks.resolve("seed.yaml"), Cluster.task("seed", site.url()));
        Files.writeString(tasks.resolve("other.yaml"), Cluster.task("other", site.url()));
        return cluster.launch("worker", id, cluster.etcd().endpoint(), "--cluster=false", "-Pcaravan.seed-tasks=seed");
    }

    /** Both have begun, and each has asked again since then. */
    private void awaitPagesOfBoth() {
        await().atMost(PATIENCE).until(() -> workersOf(0).size() == 2);
        int seen = site.pages().size();
        await().atMost(PATIENCE).until(() -> workersOf(seen).size() == 2);
    }

    private Set<String> workersOf(int from) {
        return site.pages().stream().skip(from).map(EndlessSite::workerOf).collect(Collectors.toSet());
    }

    @Test
    void comesUpWithoutEtcdIsReadyOnceThatIsThereAndEndsWithoutIt() {
        Cluster.Node worker = cluster.launch("worker", "w1", cluster.etcd().endpoint());
        worker.process().awaitLine("worker is up");
        await().pollDelay(Cluster.LEASE).atMost(PATIENCE).until(() -> !worker.isReady());
        assertThat(worker.rest().get("/observe/health/live").status()).isEqualTo(200);
        JsonNode status = worker.rest().get("/crawler/status").json();
        assertThat(status.path("onDuty").asBoolean()).isFalse();
        assertThat(status.path("etcd").asText()).isEqualTo("away");
        cluster.etcd().restart();
        await().atMost(Duration.ofSeconds(10)).until(worker::isReady);
        assertThat(cluster.etcd().list("/workers/")).containsOnlyKeys("/workers/w1");
        assertThat(worker.process().err()).doesNotContain("Exception");
        cluster.etcd().kill();
        worker.process().signal("TERM");
        assertThat(worker.process().exitCodeWithin(Duration.ofSeconds(15))).isZero();
    }
}
