package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Cluster;
import caravan.testkit.CommandLineRun;
import caravan.testkit.EndlessCrawls;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.OneWorkerAtATime;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers that are killed, frozen, stopped or doubled while they crawl. */
@Timeout(240)
class WorkerFaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFaultsIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LEASE_SECONDS = Cluster.LEASE.toSeconds();
    private static final String[] MORE = {"-Pcaravan.status.every=500ms"};

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static EtcdRecorder history;
    private static EndlessCrawls crawls;

    @BeforeAll
    static void start() {
        cluster = new Cluster(folder).start(1, 3, MORE);
        history = EtcdRecorder.of(cluster.etcd(), "/");
        crawls = new EndlessCrawls(cluster);
    }

    @AfterAll
    static void stop() {
        history.close();
        cluster.close();
        crawls.close();
    }

    @BeforeEach
    void bringBackWhoEnded() {
        List<Cluster.Node> gone = cluster.workers().stream()
                .filter(node -> !node.process().isAlive())
                .toList();
        gone.forEach(node -> cluster.relaunch(node.id()));
        cluster.workers().forEach(Cluster.Node::awaitReady);
    }

    @AfterEach
    void stopCrawling() {
        crawls.deleteAll();
    }

    @Test
    void tasksOfAKilledWorkerAreCrawledElsewhereWithinTheLeaseAndTwoSeconds() {
        List<String> all = crawls.add("killed", 12);
        Map<String, JsonNode> before = cluster.resources();
        List<String> orphans = crawls.of("w2", all);
        assertThat(orphans).hasSize(4).allSatisfy(name -> awaitReportBy("w2", name));
        long revision = cluster.etcd().revision();

        long killed = System.nanoTime();
        cluster.node("w2").process().signal("KILL");
        double seconds = crawls.awaitElsewhere("w2", orphans, killed);
        LOG.info("kill -9: all {} tasks crawled elsewhere after {} s", orphans.size(), seconds);
        assertThat(seconds).isLessThanOrEqualTo(LEASE_SECONDS + 2);

        Map<String, JsonNode> after = cluster.resources();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        orphans.forEach(name -> {
            assertMovedOnce(before.get(name), after.get(name));
            awaitReportBy(after.get(name).path("WorkerID").asText(), name);
        });
        assertThat(loads(after)).isEqualTo(Map.of("w1", 6, "w3", 6));
        List<EtcdRecorder.Event> events = history.eventsUntilNow();
        assertThat(events)
                .filteredOn(event -> event.revision() > revision && event.type() == EtcdRecorder.Type.DELETE)
                .extracting(EtcdRecorder.Event::key)
                .contains("/workers/w2")
                .containsAll(orphans.stream().map(name -> "/status/" + name).toList());
        all.forEach(name -> OneWorkerAtATime.with(events, name)
                .assertHolds(crawls.site(name).log()));

        cluster.relaunch("w2").awaitReady();
        assertThat(crawls.add("killed-later")).isEqualTo("w2");
        crawls.site("killed-later").awaitMore(3);
        // The kill may have torn its last line.
        assertThat(CommandLineRun.read(cluster.folderOf("w2").resolve("pages.jsonl")))
                .extracting(each -> each.path("task").asText())
                .containsAll(orphans);
    }

    /** It is back about when its lease ends: it may find its tasks still its own or given away, but nothing between. */
    @Test
    void tasksOfAWorkerThatIsKilledAndStartedAtOnceAreCrawledByWhoeverHasThemThen() {
        List<String> all = crawls.add("restarted", 6);
        List<String> orphans = crawls.of("w3", all);
        assertThat(orphans).hasSize(2);
        long killed = System.nanoTime();
        cluster.node("w3").process().signal("KILL");
        cluster.node("w3").process().exitCode();
        cluster.relaunch("w3").awaitReady();
        orphans.forEach(name -> crawls.site(name).awaitMore(3));
        List<EtcdRecorder.Event> events = history.eventsUntilNow();
        Map<String, JsonNode> after = cluster.resources();
        LOG.info(
                "kill -9 and restart: ready {} s after, tasks now {}",
                (System.nanoTime() - killed) / (double) TimeUnit.SECONDS.toNanos(1),
                loads(after));
        assertThat(after).containsOnlyKeys(all);
        all.forEach(name -> {
            String owner = after.get(name).path("WorkerID").asText();
            assertThat(cluster.crawlsOf(owner)).contains(name);
            OneWorkerAtATime.with(events, name).assertHolds(crawls.site(name).log());
        });
    }

    private static void assertMovedOnce(JsonNode before, JsonNode after) {
        assertThat(after.path("ID")).isEqualTo(before.path("ID"));
        assertThat(after.path("CreationTime")).isEqualTo(before.path("CreationTime"));
        assertThat(after.path("Epoch").asLong()).isEqualTo(before.path("Epoch").asLong() + 1);
    }

    private static Map<String, Integer> loads(Map<String, JsonNode> resources) {
        Map<String, Integer> loads = new TreeMap<>();
        resources.values().forEach(each -> loads.merge(each.path("WorkerID").asText(), 1, Integer::sum));
        return loads;
    }

    private static void awaitReportBy(String worker, String name) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            JsonNode report =
                    RestClient.parse(cluster.etcd().get("/status/" + name).orElse("{}"));
            assertThat(report.path("worker").asText()).isEqualTo(worker);
            assertThat(report.path("state").asText()).isEqualTo("running");
        });
    }

    @Test
    void frozenWorkerAsksForNothingAndStoresNothingWhenItWakes() {
        List<String> all = crawls.add("frozen", 6);
        List<String> orphans = crawls.of("w1", all);
        assertThat(orphans).hasSize(2);
        Cluster.Node frozen = cluster.node("w1");
        Path output = cluster.folderOf("w1").resolve("pages.jsonl");
        long stopped = System.nanoTime();
        frozen.process().signal("STOP");
        long stored = output.toFile().length();
        assertThat(stored).isPositive();
        double seconds = crawls.awaitElsewhere("w1", orphans, stopped);
        pass(Duration.ofNanos(stopped - System.nanoTime()).plus(Cluster.LEASE.multipliedBy(2)));

        long woken = System.nanoTime();
        frozen.process().signal("CONT");
        frozen.awaitReady();
        LOG.info(
                "SIGSTOP: elsewhere after {} s; back on duty {} s after waking",
                seconds,
                (System.nanoTime() - woken) / (double) TimeUnit.SECONDS.toNanos(1));
        pass(Duration.ofSeconds(2));
        List<EtcdRecorder.Event> events = history.eventsUntilNow();
        all.forEach(name -> OneWorkerAtATime.with(events, name)
                .assertHoldsButFor(
                        1,
                        woken + TimeUnit.SECONDS.toNanos(1),
                        crawls.site(name).log()));
        assertThat(output.toFile().length()).as("bytes stored").isEqualTo(stored);
        assertThat(cluster.crawlsOf("w1")).isEmpty();
        assertThat(crawls.add("frozen-later")).isEqualTo("w1");
        crawls.site("frozen-later").awaitMore(3);
    }

    /** Lets time pass, as the fault has to last. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
    }

    @Test
    void tasksOfAStoppedWorkerAreCrawledElsewhereAtOnce() {
        List<String> all = crawls.add("stopped", 6);
        List<String> orphans = crawls.of("w3", all);
        assertThat(orphans).hasSize(2);
        Cluster.Node stopped = cluster.node("w3");
        stopped.process().signal("TERM");
        assertThat(stopped.process().exitCodeWithin(Duration.ofSeconds(15))).isZero();
        long ended = System.nanoTime();
        // Its place is given up a little before its end, so others may begin before it.
        double seconds = crawls.awaitElsewhere("w3", orphans, ended);
        LOG.info("SIGTERM: all {} tasks crawled elsewhere {} s after its end", orphans.size(), seconds);
        assertThat(seconds).isLessThanOrEqualTo(3);
        List<EtcdRecorder.Event> events = history.eventsUntilNow();
        all.forEach(name -> OneWorkerAtATime.with(events, name)
                .assertHolds(crawls.site(name).log()));
        List<JsonNode> records = CommandLineRun.read(cluster.folderOf("w3").resolve("pages.jsonl"));
        assertThat(records).extracting(each -> each.path("task").asText()).containsAll(orphans);
    }

    @Test
    void secondWorkerOfTheSameIdRefusesToStartAndLeavesTheFirstAlone() {
        List<String> all = crawls.add("doubled", 3);
        String mine = crawls.of("w1", all).get(0);
        String registered = cluster.etcd().get("/workers/w1").orElseThrow();
        long revision = cluster.etcd().revision();
        try (CaravanProcess second = CaravanProcess.start(
                cluster.folderOf("second-w1"),
                "worker",
                "--id=w1",
                "--http=127.0.0.1:" + Ports.free(),
                "--grpc=127.0.0.1:" + Ports.free(),
                "-Pcaravan.cluster.lease=" + LEASE_SECONDS + "s",
                "-Pcaravan.etcd.endpoints=" + cluster.etcd().endpoint())) {
            second.awaitLine("id=w1 is still held");
            long heard = System.nanoTime();
            assertThat(second.exitCodeWithin(Cluster.LEASE.plusSeconds(10))).isEqualTo(1);
            LOG.info(
                    "second of an id: refused after {} s",
                    (System.nanoTime() - heard) / (double) TimeUnit.SECONDS.toNanos(1));
            assertThat(second.err().lines())
                    .filteredOn(line -> line.contains("another worker has the id 'w1'"))
                    .hasSize(1);
            assertThat(second.err()).doesNotContain("Exception");
        }
        assertThat(cluster.etcd().get("/workers/w1")).contains(registered);
        assertThat(history.eventsUntilNow())
                .filteredOn(event -> event.revision() > revision)
                .extracting(EtcdRecorder.Event::key)
                .doesNotContain("/workers/w1", "/resources/" + mine);
        crawls.site(mine).awaitMore(3);
        OneWorkerAtATime.with(history.events(), mine)
                .assertHolds(crawls.site(mine).log());
    }
}
