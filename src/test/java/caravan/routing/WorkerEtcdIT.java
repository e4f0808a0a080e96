package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.Cluster;
import caravan.testkit.EndlessCrawls;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.OneWorkerAtATime;
import caravan.testkit.RestClient;
import caravan.testkit.TestSite.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers make of etcd: of its outages, and of whatever anybody writes there. */
@Timeout(240)
@Tag("long")
class WorkerEtcdIT {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerEtcdIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Within which what was changed in etcd is in force: far less than until the next full list. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String[] MORE = {"-Pcaravan.status.every=500ms"};

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static EtcdRecorder history;
    private static EndlessCrawls crawls;

    @BeforeAll
    static void start() {
        cluster = new Cluster(folder).start(1, 2, MORE);
        history = EtcdRecorder.of(cluster.etcd(), "/");
        crawls = new EndlessCrawls(cluster);
    }

    @AfterAll
    static void stop() {
        history.close();
        cluster.close();
        crawls.close();
    }

    @AfterEach
    void stopCrawling() {
        crawls.deleteAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void crawlsGoOnWhereTheyWereWhenEtcdComesBack(int secondsDown) {
        String task = "outage-" + cluster.etcd().revision();
        List<String> all = crawls.add(task, 4);
        String before = cluster.resources().toString();
        long killed = System.nanoTime();
        cluster.etcd().kill();
        await().pollDelay(Duration.ofSeconds(secondsDown)).atMost(PATIENCE).until(() -> true);
        cluster.etcd().restart();
        long back = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::allReady);
        double recovered = (System.nanoTime() - back) / (double) TimeUnit.SECONDS.toNanos(1);
        LOG.info("etcd down for {} s: all ready {} s after", (back - killed) / 1_000_000 / 1000.0, recovered);
        assertThat(recovered).isLessThanOrEqualTo(10);

        all.forEach(name -> crawls.site(name).awaitMore(3));
        assertThat(cluster.resources().toString()).isEqualTo(before);
        assertThat(all).allSatisfy(name -> {
            assertThat(crawls.site(name).beginnings()).isOne();
            assertThat(said("crawl opened task=" + name + " ")).isOne();
        });
        crawls.add(task + "-later");
        crawls.site(task + "-later").awaitMore(3);
        cluster.etcd().delete("/resources/" + all.get(0));
        await().atMost(SOON).until(() -> said("crawl closed task=" + all.get(0) + " ") == 1);
    }

    private boolean allReady() {
        return cluster.masters().stream().allMatch(Cluster.Node::isReady)
                && cluster.workers().stream().allMatch(Cluster.Node::isReady);
    }

    /** How many lines of both workers have that in them. */
    private static long said(String part) {
        return cluster.workers().stream()
                .flatMap(node -> node.process().err().lines())
                .filter(line -> line.contains(part))
                .count();
    }

    private static long said(String worker, String part) {
        return cluster.node(worker)
                .process()
                .err()
                .lines()
                .filter(line -> line.contains(part))
                .count();
    }

    @Test
    void crawlMovedByHandIsClosedHereAndOpenedThereOnce() {
        crawls.add("moved", 1);
        String from = crawls.of("w1", List.of("moved-0")).isEmpty() ? "w2" : "w1";
        String to = from.equals("w1") ? "w2" : "w1";
        String resource = movedTo(to, cluster.resources().get("moved-0"));
        cluster.etcd().put("/resources/moved-0", resource);
        long put = System.nanoTime();
        double seconds = crawls.awaitElsewhere(from, List.of("moved-0"), put);
        LOG.info("moved by hand: crawled there after {} s", seconds);
        await().atMost(SOON).until(() -> said(from, "crawl suspended task=moved-0 ") == 1);
        cluster.etcd().put("/resources/moved-0", resource);
        cluster.etcd().put("/resources/moved-0", resource);
        cluster.etcd().put("/resources/marker", resourceOf("marker", to));
        crawls.site("moved-0").awaitMore(20);
        await().atMost(SOON).until(() -> cluster.node(to)
                .rest()
                .get("/crawler/status")
                .json()
                .path("problems")
                .has("marker"));
        assertThat(said(to, "crawl opened task=moved-0 ")).isOne();
        assertThat(said(to, "crawl closed task=moved-0 ")).isZero();
        assertThat(crawls.site("moved-0").beginnings()).isEqualTo(2);
        // Nobody makes the one wait for the other's end: both hear of such a change when etcd tells them.
        new OneWorkerAtATime(List.of(from, to))
                .assertHoldsButFor(
                        3,
                        put + TimeUnit.SECONDS.toNanos(1),
                        crawls.site("moved-0").log());
    }

    private static String movedTo(String worker, JsonNode resource) {
        ObjectNode moved = resource.deepCopy();
        moved.put("WorkerID", worker);
        moved.put("AssignedNode", worker + "|127.0.0.1:" + cluster.node(worker).http());
        moved.put("Epoch", resource.path("Epoch").asLong() + 1);
        return moved.toString();
    }

    /** As somebody may write it by hand, with a key that nobody knows. */
    private static String resourceOf(String name, String worker) {
        String format = "{'ID':'by-hand','Name':'%s','AssignedNode':'','WorkerID':'%s','Epoch':1,'Later':[1]}";
        return format.replace('\'', '"').formatted(name, worker);
    }

    @Test
    void whatIsNoResourceIsPassedOverAndCounted() {
        String master = cluster.awaitLeader().id();
        List<String> all = crawls.add("sane", 2);
        long before = malformed("w1");
        long beforeAtMaster = malformed(master);
        List<String> values = List.of("{no json", "", "x".repeat(1 << 20), "[]", "{\"Epoch\":{}}", "[".repeat(10_000));
        values.forEach(value -> cluster.etcd().put("/resources/value-" + values.indexOf(value), value));
        List<String> names = List.of("a/b", "a|b", "a\u0001\n\u001b[31mb", "a b", "\u202e", "n".repeat(300), "");
        names.forEach(name -> cluster.etcd().put("/resources/" + name, resourceOf("x", "w1")));
        int bad = values.size() + names.size();

        crawls.define("by-hand");
        cluster.etcd().put("/resources/by-hand", resourceOf("by-hand", "w1"));
        crawls.site("by-hand").awaitMore(3);
        assertThat(malformed("w1") - before).isEqualTo(bad);
        await().atMost(SOON).until(() -> malformed(master) - beforeAtMaster == bad);
        assertThat(cluster.node("w1").process().err()).doesNotContain("\u001b", "Exception");
        all.forEach(name -> crawls.site(name).awaitMore(3));
        RestClient.Answer list = cluster.node(master).rest().get("/crawler/resource");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.json())
                .extracting(each -> each.path("Name").asText())
                .contains("by-hand")
                .doesNotContain("a/b");
        crawls.add("sane-later");
        crawls.site("sane-later").awaitMore(3);

        cluster.etcd().delete("/resources/by-hand");
        long deleted = System.nanoTime();
        await().atMost(SOON).until(() -> said("w1", "crawl closed task=by-hand ") == 1);
        assertQuietSince("by-hand", deleted);
    }

    private static long malformed(String node) {
        return cluster.node(node)
                .rest()
                .get("/crawler/status")
                .json()
                .path("malformedResources")
                .asLong(-1);
    }

    /** Nothing is asked for later than a second after that. */
    private static void assertQuietSince(String task, long nanos) {
        await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> true);
        assertThat(crawls.site(task).log())
                .extracting(Hit::arrivalNanos)
                .allSatisfy(arrival -> assertThat(arrival - nanos).isLessThan(TimeUnit.SECONDS.toNanos(1)));
    }

    @Test
    void taskThatNobodyKnowsRunsOnceItIsDefined() {
        cluster.etcd().put("/resources/ghost", resourceOf("ghost", "w2"));
        cluster.etcd().put("/tasks/broken", "{\"name\":\"broken\",\"seeds\":7}");
        cluster.etcd().put("/resources/broken", resourceOf("broken", "w2"));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(reported("ghost").path("state").asText()).isEqualTo("unknown task");
            assertThat(shown("ghost").path("state").asText()).isEqualTo("unknown task");
            assertThat(reported("broken").path("state").asText()).isEqualTo("failed");
            assertThat(shown("broken").path("reason").asText()).contains("seeds");
        });
        crawls.define("ghost");
        crawls.site("ghost").awaitMore(3);
        cluster.etcd().put("/tasks/broken", crawls.definition("broken"));
        crawls.site("broken").awaitMore(3);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(shown("ghost").path("state").asText()).isEqualTo("running");
            assertThat(shown("broken").path("state").asText()).isEqualTo("running");
        });
        assertThat(said("crawl opened task=ghost ")).isOne();
    }

    private static JsonNode reported(String name) {
        return RestClient.parse(cluster.etcd().get("/status/" + name).orElse("{}"));
    }

    /** As a master tells it. */
    private static JsonNode shown(String name) {
        return cluster.awaitLeader()
                .rest()
                .get("/crawler/resource/" + name)
                .json()
                .path("Crawl");
    }

    @Test
    void deletedTaskIsLeftAtOnceAndCrawledAfreshWhenAddedAgain() {
        cluster.awaitLeader()
                .rest()
                .put("/crawler/tasks/deleted-0", crawls.definition("deleted-0").replace("100ms", "10ms"));
        crawls.addResource("deleted-0");
        await().atMost(PATIENCE).until(() -> shown("deleted-0").path("queued").asInt() >= 100);
        assertThat(cluster.awaitLeader()
                        .rest()
                        .delete("/crawler/resource/deleted-0")
                        .status())
                .isEqualTo(200);
        assertQuietSince("deleted-0", System.nanoTime());
        await().atMost(SOON).until(() -> cluster.etcd().get("/status/deleted-0").isEmpty());
        assertThat(crawls.site("deleted-0").beginnings()).isOne();

        crawls.addResource("deleted-0");
        crawls.site("deleted-0").awaitMore(10);
        assertThat(crawls.site("deleted-0").beginnings()).isEqualTo(2);
        List<String> again = crawls.site("deleted-0").pages().stream()
                .map(Hit::path)
                .dropWhile(path -> !path.equals("/"))
                .skip(1)
                .dropWhile(path -> !path.equals("/"))
                .toList();
        assertThat(again).contains("/1", "/2").doesNotHaveDuplicates();
    }
}
