package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.AdminClient;
import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.AdminLoad;
import caravan.testkit.Cluster.Node;
import caravan.testkit.EtcdServer;
import caravan.testkit.MasterCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** etcd goes away and comes back, and nobody restarts anything. */
@Timeout(120)
class EtcdOutageIT {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdOutageIT.class);
    private static final Duration PACE = Duration.ofMillis(150);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RED = Duration.ofSeconds(10);
    private static final Duration GREEN = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static MasterCluster cluster;
    private static EtcdServer etcd;

    @BeforeAll
    static void start() {
        cluster = new MasterCluster(folder).start(3, 1500);
        etcd = cluster.nodes().etcd();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void isBackByItselfAfterEtcdWasKilled(int seconds) {
        survives(etcd::kill, etcd::restart, Duration.ofSeconds(seconds));
    }

    @Test
    void isBackByItselfAfterEtcdWasFrozen() {
        survives(etcd::pause, etcd::resume, Duration.ofSeconds(12));
    }

    @Test
    void answersManyAtOnceInTimeWhileEtcdIsFrozen() {
        Node follower = cluster.nodes().follower();
        etcd.pause();
        List<Outcome> outcomes;
        try {
            outcomes = IntStream.range(0, 60).mapToObj(i -> cluster.client().get(follower, "probe")).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            etcd.resume();
        }
        assertThat(outcomes).allMatch(Outcome::isPutOff);
        requireInTime(outcomes);
        cluster.awaitActing();
    }

    private static void survives(Runnable goes, Runnable comesBack, Duration away) {
        cluster.awaitActing();
        List<String> added = Stream.generate(cluster::nextTask).limit(5).toList();
        added.forEach(name -> assertThat(cluster.client()
                        .add(cluster.nodes().follower(), name)
                        .join()
                        .isOk())
                .isTrue());
        goes.run();
        long gone = System.nanoTime();
        AdminLoad load = AdminLoad.of(PACE, asking());
        if (away.compareTo(RED) > 0) {
            await().atMost(RED).until(() -> cluster.nodes().masters().stream().noneMatch(Node::isReady));
            LOG.info("all red {} ms after etcd was gone", millisSince(gone));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> System.nanoTime() - gone > away.toNanos());
        load.close();
        long leaving = System.nanoTime();
        comesBack.run();
        long back = System.nanoTime();
        await().atMost(GREEN).pollInterval(Duration.ofMillis(50)).untilAsserted(EtcdOutageIT::requireWorking);
        LOG.info("all green {} ms after etcd was back from {}", millisSince(back), away);
        judge(load.stop(), leaving);
        assertThat(cluster.nodes().resources()).containsKeys(added.toArray(new String[0]));
    }

    private static void requireWorking() {
        assertThat(cluster.nodes().masters()).allSatisfy(master -> {
            assertThat(master.isReady()).as("%s is ready", master.id()).isTrue();
            Outcome added = cluster.client().add(master, cluster.nextTask()).join();
            assertThat(added.isOk()).as("%s", added).isTrue();
        });
    }

    /** Reads and changes in turn, at each master in turn. */
    private static java.util.function.Supplier<CompletableFuture<Outcome>> asking() {
        AtomicInteger turn = new AtomicInteger();
        AdminClient client = cluster.client();
        return () -> {
            int number = turn.getAndIncrement();
            Node master = cluster.nodes().masters().get(number / 2 % 3);
            return number % 2 == 0 ? client.get(master, "probe") : client.add(master, cluster.nextTask());
        };
    }

    private static void judge(List<Outcome> outcomes, long leaving) {
        requireInTime(outcomes);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.endedAt() - leaving < 0)
                .isNotEmpty()
                .allMatch(Outcome::isPutOff);
        assertThat(outcomes).allMatch(outcome -> outcome.isPutOff() || outcome.isOk());
    }

    private static void requireInTime(List<Outcome> outcomes) {
        LOG.info(
                "slowest answer without etcd: {} ms",
                outcomes.stream()
                        .mapToLong(outcome -> outcome.took().toMillis())
                        .max()
                        .orElseThrow());
        assertThat(outcomes)
                .allSatisfy(
                        outcome -> assertThat(outcome.took()).as("%s", outcome).isLessThanOrEqualTo(ANSWER));
    }

    private static long millisSince(long instant) {
        return Duration.ofNanos(System.nanoTime() - instant).toMillis();
    }
}
