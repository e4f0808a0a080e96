package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.AdminLoad;
import caravan.testkit.ChaosProxy;
import caravan.testkit.ChaosProxy.Direction;
import caravan.testkit.Cluster;
import caravan.testkit.Cluster.Node;
import caravan.testkit.Downtimes;
import caravan.testkit.MasterCluster;
import caravan.testkit.ResourceHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader is cut off from etcd, and only it. */
@Timeout(120)
class CutOffMasterIT {
    private static final Logger LOG = LoggerFactory.getLogger(CutOffMasterIT.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PACE = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static final Map<String, ChaosProxy> PROXIES = new TreeMap<>();
    private static MasterCluster cluster;

    /** What still gets through. */
    enum Cut {
        NOTHING(ChaosProxy::blackhole),
        REQUESTS_ONLY(proxy -> proxy.oneWay(Direction.UP)),
        ANSWERS_ONLY(proxy -> proxy.oneWay(Direction.DOWN));

        private final Consumer<ChaosProxy> rule;

        Cut(Consumer<ChaosProxy> rule) {
            this.rule = rule;
        }
    }

    @BeforeAll
    static void start() {
        cluster = new MasterCluster(folder);
        Stream.of("m1", "m2", "m3").forEach(id -> {
            PROXIES.put(id, ChaosProxy.to(cluster.nodes().etcd().port()));
            cluster.nodes()
                    .launch("master", id, "http://127.0.0.1:" + PROXIES.get(id).port());
        });
        cluster.start(0, 1000);
        cluster.nodes().masters().forEach(Node::awaitReady);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
        for (ChaosProxy proxy : PROXIES.values()) {
            proxy.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopsLeadingAndFollowsOnceItIsBack(Cut what) {
        Node leader = cluster.awaitActing();
        try (AdminLoad changes = AdminLoad.adds(cluster, PACE);
                AdminLoad reads = AdminLoad.of(PACE, () -> cluster.client().get(leader, "probe"))) {
            what.rule.accept(PROXIES.get(leader.id()));
            long cut = System.nanoTime();
            await().atMost(Cluster.LEASE).until(() -> !isLeading(leader));
            LOG.info("{} gets through: stopped leading after {} ms", what, millisBetween(cut, System.nanoTime()));
            Outcome next = changes.awaitOk(cut, master -> !master.equals(leader.id()));
            LOG.info("{} gets through: another acts after {} ms", what, millisBetween(cut, next.endedAt()));
            assertThat(isLeading(leader)).isFalse();
            long healing = System.nanoTime();
            PROXIES.get(leader.id()).off();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> requireFollows(leader));
            LOG.info("{} got through: follows {} ms after", what, millisBetween(healing, System.nanoTime()));
            List<Outcome> added = changes.stop();
            judge(reads.stop(), leader.id(), cut, healing);
            // Where etcd's answers get through it hears who leads now, and passes changes on.
            judge(
                    what == Cut.ANSWERS_ONLY
                            ? added.stream().filter(each -> !each.isOk()).toList()
                            : added,
                    leader.id(),
                    cut,
                    healing);
            new ResourceHistory(cluster.history()).requireAgreementWith(added);
        }
    }

    private static boolean isLeading(Node node) {
        return node.rest().get("/crawler/status").json().path("leading").asBoolean();
    }

    private static void requireFollows(Node node) {
        assertThat(node.isReady()).isTrue();
        assertThat(isLeading(node)).isFalse();
        Outcome added = cluster.client().add(node, cluster.nextTask()).join();
        assertThat(added.isOk()).as("%s", added).isTrue();
    }

    private static void judge(List<Outcome> outcomes, String cutOff, long cut, long healing) {
        new Downtimes().requireExplained(outcomes, List.of(200));
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.master().equals(cutOff))
                .filteredOn(outcome -> outcome.sentAt() - cut > 0 && outcome.endedAt() - healing < 0)
                .isNotEmpty()
                .allSatisfy(outcome -> {
                    assertThat(outcome.isPutOff()).as("%s", outcome).isTrue();
                    assertThat(outcome.took()).as("%s", outcome).isLessThanOrEqualTo(ANSWER);
                });
    }

    private static long millisBetween(long from, long until) {
        return Duration.ofNanos(until - from).toMillis();
    }
}
