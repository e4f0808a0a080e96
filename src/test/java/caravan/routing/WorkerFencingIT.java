package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.ChaosProxy;
import caravan.testkit.Cluster;
import caravan.testkit.EndlessCrawls;
import caravan.testkit.EndlessSite;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.EtcdServer;
import caravan.testkit.OneWorkerAtATime;
import caravan.testkit.TestSite.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that is cut off from etcd, but not from the web. First it is the only one; then there is another. */
@Timeout(240)
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
class WorkerFencingIT {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFencingIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANGES = 300;
    /** Short, so that a call can fail without the registration being lost. */
    private static final Duration CALL = Duration.ofSeconds(1);

    private static final String[] MORE = {"-Pcaravan.status.every=500ms", "-Pcaravan.etcd.timeout=1s"};

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static ChaosProxy network;
    private static EtcdRecorder history;
    private static EndlessCrawls crawls;

    /** What happens to the bytes between the worker and etcd; no connection is closed. */
    enum Cut {
        BOTH_WAYS {
            @Override
            void make() {
                network.blackhole();
            }
        },
        ANSWERS_ARE_LOST {
            @Override
            void make() {
                network.oneWay(ChaosProxy.Direction.UP);
            }
        },
        REQUESTS_ARE_LOST {
            @Override
            void make() {
                network.oneWay(ChaosProxy.Direction.DOWN);
            }
        };

        abstract void make();
    }

    @BeforeAll
    static void start() {
        cluster = new Cluster(folder);
        network = ChaosProxy.to(cluster.etcd().port());
        cluster.launch("worker", "w1", "http://127.0.0.1:" + network.port(), MORE);
        cluster.start(1, 0, MORE);
        cluster.node("w1").awaitReady();
        history = EtcdRecorder.of(cluster.etcd(), "/");
        crawls = new EndlessCrawls(cluster);
    }

    @AfterAll
    static void stop() throws IOException {
        history.close();
        cluster.close();
        network.close();
        crawls.close();
    }

    @AfterEach
    void stopCrawling() {
        network.off();
        cluster.workers().forEach(Cluster.Node::awaitReady);
        crawls.deleteAll();
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void onlyWorkerPausesBeforeItsLeaseEndsAndGoesOnWhereItWas(Cut cut) {
        List<String> all = crawls.add("alone-" + cut.ordinal(), 3);
        JsonNode before = cluster.resources().get(all.get(0));
        long records = awaitRecords(all.get(0), 1);

        long cutAt = cutOff(cut);
        double quiet = awaitLastRequest(all, cutAt);
        assertThat(quiet).isLessThanOrEqualTo(Cluster.LEASE.toSeconds());
        records = Math.max(records, recordsOf(all.get(0)));
        heal(cut.name(), quiet);

        all.forEach(name -> crawls.site(name).awaitMore(3));
        assertThat(all)
                .allSatisfy(name -> assertThat(crawls.site(name).beginnings()).isOne());
        assertThat(awaitRecords(all.get(0), records + 1)).isGreaterThan(records);
        assertThat(cluster.resources().get(all.get(0))).isEqualTo(before);
    }

    /** Its definition cannot be read when it hears of the resource, and can be shortly afterwards. */
    @Test
    @Order(2)
    void resourceThatCameWhileRequestsWereLostIsCrawledSoonAfter() {
        crawls.define("late");
        network.oneWay(ChaosProxy.Direction.DOWN);
        cluster.etcd().put("/resources/late", "{\"ID\":\"late\",\"Name\":\"late\",\"WorkerID\":\"w1\",\"Epoch\":1}");
        await().pollDelay(CALL.plusMillis(300)).atMost(PATIENCE).until(() -> true);
        network.off();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> crawls.site("late").pages().size() > 3);
        assertThat(crawls.site("late").beginnings()).isOne();
    }

    /** The watch cannot go on where it ended: etcd has forgotten what came since. */
    @Test
    @Order(3)
    void whatChangedAndWasForgottenMeanwhileIsInForceAfterwards() {
        List<String> all = crawls.add("forgotten", 2);
        crawls.define("unheard");
        network.blackhole();
        EtcdServer etcd = cluster.etcd();
        for (int epoch = 1; epoch <= CHANGES; epoch++) {
            etcd.put("/resources/noise", resource("noise", epoch));
            if (epoch % 10 == 0) {
                etcd.delete("/resources/noise");
            }
        }
        etcd.delete("/resources/" + all.get(0));
        etcd.put("/resources/unheard", resource("unheard", 1));
        etcd.compact(etcd.revision());
        network.off();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> cluster.node("w1").isReady()
                        && Set.copyOf(cluster.crawlsOf("w1")).equals(Set.of(all.get(1), "unheard")));
        crawls.site("unheard").awaitMore(3);
        crawls.site(all.get(1)).awaitMore(3);
        assertThat(crawls.site(all.get(1)).beginnings()).isOne();
        crawls.add("after-forgotten", 1);
    }

    private static String resource(String name, int epoch) {
        return "{\"ID\":\"by-hand\",\"Name\":\"%s\",\"WorkerID\":\"w1\",\"Epoch\":%d}".formatted(name, epoch);
    }

    @Test
    @Order(4)
    void workerWhoseTasksWereGivenAwayLeavesThemToTheOther() {
        cluster.launch("worker", "w2", cluster.etcd().endpoint(), MORE).awaitReady();
        List<String> all = crawls.add("given", 4);
        List<String> given = crawls.of("w1", all);
        assertThat(given).hasSize(2);

        long cutAt = cutOff(Cut.BOTH_WAYS);
        double quiet = awaitLastRequest(given, cutAt);
        assertThat(quiet).isLessThanOrEqualTo(Cluster.LEASE.toSeconds());
        double seconds = crawls.awaitElsewhere("w1", given, cutAt);
        LOG.info("cut off: tasks crawled elsewhere after {} s", seconds);
        heal("given away", quiet);

        await().atMost(PATIENCE).until(() -> cluster.crawlsOf("w1").isEmpty());
        all.forEach(name -> crawls.site(name).awaitMore(3));
        List<EtcdRecorder.Event> events = history.eventsUntilNow();
        all.forEach(name -> OneWorkerAtATime.with(events, name)
                .assertHolds(crawls.site(name).log()));
    }

    private static long cutOff(Cut cut) {
        long cutAt = System.nanoTime();
        cut.make();
        return cutAt;
    }

    /**
     * Waits for the end of the lease, for what may come too late, and for the worker to say that it does not work.
     *
     * @return seconds from the cut to the last request of the worker that is cut off
     */
    private static double awaitLastRequest(List<String> tasks, long cutAt) {
        Duration time = Cluster.LEASE.plusSeconds(1).minusNanos(System.nanoTime() - cutAt);
        await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> !cluster.node("w1")
                .isReady());
        return tasks.stream()
                .flatMap(name -> crawls.site(name).log().stream())
                .filter(hit -> EndlessSite.workerOf(hit).equals("w1"))
                .mapToLong(Hit::arrivalNanos)
                .mapToObj(last -> (last - cutAt) / (double) TimeUnit.SECONDS.toNanos(1))
                .max(Double::compare)
                .orElseThrow();
    }

    private static void heal(String how, double quiet) {
        network.off();
        long healed = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> cluster.node("w1")
                .isReady());
        double back = (System.nanoTime() - healed) / (double) TimeUnit.SECONDS.toNanos(1);
        LOG.info("{}: last request {} s after the cut, back {} s after it healed", how, quiet, back);
        assertThat(back).isLessThanOrEqualTo(10);
    }

    private static long awaitRecords(String task, long enough) {
        return await().atMost(PATIENCE).until(() -> recordsOf(task), records -> records >= enough);
    }

    /** As the worker itself tells it. */
    private static long recordsOf(String task) {
        return cluster.node("w1")
                .rest()
                .get("/crawler/status")
                .json()
                .at("/crawls/" + task + "/records")
                .asLong();
    }
}
