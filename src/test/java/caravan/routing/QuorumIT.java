package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.AdminClient;
import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.AdminLoad;
import caravan.testkit.Cluster;
import caravan.testkit.Cluster.Node;
import caravan.testkit.EndlessCrawls;
import caravan.testkit.EtcdQuorum;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.EtcdRecorder.Type;
import caravan.testkit.OneWorkerAtATime;
import caravan.testkit.ResourceHistory;
import caravan.testkit.RestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An etcd of three members whose own leader is killed, and then frozen, while tasks are added and crawled. */
@Timeout(240)
@Tag("long")
class QuorumIT {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PACE = Duration.ofMillis(200);
    /** Longer than leases and calls last, so that nothing that depends on the member can just wait for it. */
    private static final Duration AWAY = Cluster.LEASE.plusSeconds(3);

    private static final int CRAWLS = 4;
    /** For as long as the test may take. */
    private static final int TASKS = 800;

    @TempDir
    Path folder;

    private final AdminClient client = new AdminClient();
    private final EtcdQuorum quorum = EtcdQuorum.start();
    private final EtcdRecorder history = EtcdRecorder.of(quorum.member(0), "/");
    private Cluster cluster;
    private EndlessCrawls crawls;
    private AdminLoad load;

    @BeforeEach
    void start() {
        String definition = "{\"name\":\"t%1$d\",\"seeds\":[\"http://127.0.0.1:1/\"]}";
        IntStream.range(0, TASKS).parallel().forEach(i -> quorum.put("/tasks/t" + i, definition.formatted(i)));
        cluster = new Cluster(folder, quorum);
        crawls = new EndlessCrawls(cluster);
        cluster.start(2, 2);
    }

    /** Each of a task that was never added before, at the next master. */
    private Supplier<CompletableFuture<Outcome>> adds() {
        AtomicInteger turn = new AtomicInteger();
        List<Node> masters = cluster.masters();
        return () -> {
            int number = turn.getAndIncrement();
            return client.add(masters.get(number % masters.size()), "t" + number);
        };
    }

    @AfterEach
    void stop() {
        cluster.close();
        crawls.close();
        history.close();
        quorum.close();
    }

    @Test
    void lossOfTheLeaderOfEtcdLosesNothingAndMovesNothingTwice() {
        List<String> names = crawls.add("endless", CRAWLS);
        load = AdminLoad.of(PACE, adds());
        try {
            awaitAdds();
            long beforeKill = quorum.revision();
            fault("killed", quorum::kill, quorum::restart);
            awaitAllWell(names);
            long beforeFreeze = quorum.revision();
            fault("frozen", quorum::pause, quorum::resume);
            awaitAllWell(names);

            requireAddsAgree();
            requireMovedOnceAtMost(beforeKill, beforeFreeze);
            requireMovedOnceAtMost(beforeFreeze, Long.MAX_VALUE);
        } finally {
            load.close();
        }
        requireNoFalseAlarm();
        names.forEach(name -> OneWorkerAtATime.with(history.events(), name)
                .assertHolds(crawls.site(name).log()));
    }

    private void fault(String how, IntConsumer goes, IntConsumer comesBack) {
        int leader = quorum.leader();
        long gone = System.nanoTime();
        goes.accept(leader);
        assertThat(quorum.leader()).isNotEqualTo(leader);
        awaitAdds();
        LOG.info(
                "the leader of etcd is {}: adds are carried out after {} ms",
                how,
                Duration.ofNanos(System.nanoTime() - gone).toMillis());
        await().atMost(PATIENCE).until(() -> System.nanoTime() - gone > AWAY.toNanos());
        comesBack.accept(leader);
    }

    private void awaitAllWell(List<String> crawled) {
        awaitAdds();
        await().atMost(PATIENCE).until(() -> Stream.concat(cluster.masters().stream(), cluster.workers().stream())
                .allMatch(Node::isReady));
        crawled.forEach(name -> crawls.site(name).awaitMore(3));
    }

    /** Waits for an add to be carried out that each master is asked for from now on. */
    private void awaitAdds() {
        long now = System.nanoTime();
        cluster.masters().forEach(master -> load.awaitOk(now, master.id()::equals));
    }

    private void requireAddsAgree() {
        List<Outcome> adds = load.stop();
        LOG.info(
                "{} adds asked for, {} carried out",
                adds.size(),
                adds.stream().filter(Outcome::isOk).count());
        assertThat(adds).hasSizeLessThan(TASKS).allMatch(add -> add.isOk() || add.isPutOff());
        new ResourceHistory(history.eventsUntilNow()).requireAgreementWith(adds);
    }

    /** @param until the last revision that counts */
    private void requireMovedOnceAtMost(long since, long until) {
        Map<String, List<String>> workers = new TreeMap<>();
        for (Event event : history.events()) {
            if (event.key().startsWith("/resources/") && event.type() == Type.PUT && event.revision() <= until) {
                List<String> told = workers.computeIfAbsent(event.key(), key -> new ArrayList<>());
                if (event.revision() <= since) {
                    told.clear(); // only where it was then counts
                }
                told.add(RestClient.parse(event.value()).path("WorkerID").asText());
            }
        }
        assertThat(workers).hasSizeGreaterThan(CRAWLS).allSatisfy((key, each) -> assertThat(moves(each))
                .as("moves of %s: %s", key, each)
                .isLessThanOrEqualTo(1));
    }

    private static long moves(List<String> workers) {
        return IntStream.range(1, workers.size())
                .filter(i -> !workers.get(i).equals(workers.get(i - 1)))
                .count();
    }

    private void requireNoFalseAlarm() {
        assertThat(Stream.concat(cluster.masters().stream(), cluster.workers().stream()))
                .hasSize(4)
                .allSatisfy(node -> assertThat(node.process().err()).doesNotContain("lost its data"));
    }
}
