package caravan.component.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cluster.etcd.EtcdElection;
import caravan.cluster.etcd.EtcdElection.Candidate;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Camel's two ways to run a route on the leader only, on an election in etcd. */
@Timeout(120)
class ElectionClusterServiceTest {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EtcdServer server = EtcdServer.start();
    private Node one;
    private Node two;

    @BeforeEach
    void start() throws Exception {
        one = new Node("one");
        two = new Node("two");
    }

    @AfterEach
    void close() throws IOException {
        two.close();
        one.close();
        server.close();
    }

    @Test
    void routesRunOnTheLeaderOnlyAndMoveWithLeadership() {
        await().during(Duration.ofMillis(500)).until(() -> !one.runs() && !two.runs());
        one.election.start();
        await().atMost(PATIENCE).until(one::runs);
        two.election.start();
        await().during(Duration.ofMillis(500)).until(() -> one.runs() && two.isStopped());

        one.election.close();
        await().atMost(PATIENCE).until(() -> one.isStopped() && two.runs());
    }

    @Test
    void routesStopWhereTheLeaderIsCutOffAndStartAgainWhenItLeadsAgain() {
        one.election.start();
        await().atMost(PATIENCE).until(one::runs);
        one.proxy.blackhole();
        await().atMost(PATIENCE).until(one::isStopped);
        one.proxy.off();
        await().atMost(PATIENCE).until(one::runs);
    }

    @Test
    void viewKnowsWhoLeads() throws Exception {
        one.election.start();
        await().atMost(PATIENCE).until(one::runs);
        two.election.start();
        await().atMost(PATIENCE).until(() -> two.election.leader().isPresent());

        assertThat(two.view().getLeader()).map(CamelClusterMember::getId).contains("one");
        assertThat(two.view().getLocalMember().isLeader()).isFalse();
        assertThat(two.view().getMembers())
                .extracting(CamelClusterMember::getId)
                .containsExactly("one", "two");
        assertThat(one.view().getLocalMember().isLeader()).isTrue();
    }

    /** A master with one route of each kind. */
    private final class Node {
        private final ChaosProxy proxy = ChaosProxy.to(server.port());
        private final EtcdSettings settings = EtcdSettings.plain("http://127.0.0.1:" + proxy.port());
        private final Etcd etcd = new Etcd(settings);
        private final EtcdElection election;
        private final ElectionClusterService service;
        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final AtomicInteger ticks = new AtomicInteger();

        Node(String id) throws Exception {
            Etcd leasing = new Etcd(
                    new EtcdSettings(settings.endpoints(), settings.login(), settings.tls(), LEASE.dividedBy(4)));
            election = new EtcdElection(etcd, leasing, LEASE, new Candidate(id, id + ":9090", id));
            service = new ElectionClusterService(election, id);
            camel.addService(service);
            ClusteredRoutePolicy policy = ClusteredRoutePolicy.forNamespace(service, "masters");
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:policy?period=50")
                            .routeId("policy")
                            .routePolicy(policy)
                            .to("log:policy?level=OFF");
                    from("master:masters:timer:master?period=50").process(exchange -> ticks.incrementAndGet());
                }
            });
            camel.getShutdownStrategy().setTimeout(5);
            camel.start();
        }

        CamelClusterView view() throws Exception {
            return service.getView("masters");
        }

        boolean runs() {
            int before = ticks.get();
            return camel.getRouteController().getRouteStatus("policy").isStarted() && ticksWithin(before);
        }

        boolean isStopped() {
            return camel.getRouteController().getRouteStatus("policy").isStopped() && !ticksWithin(ticks.get());
        }

        private boolean ticksWithin(int before) {
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            return ticks.get() > before;
        }

        void close() throws IOException {
            proxy.off();
            camel.stop();
            election.close();
            etcd.close();
            proxy.close();
        }
    }
}
