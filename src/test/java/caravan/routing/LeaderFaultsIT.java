package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.AdminLoad;
import caravan.testkit.Cluster;
import caravan.testkit.Cluster.Node;
import caravan.testkit.Downtimes;
import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.EtcdRecorder.Type;
import caravan.testkit.MasterCluster;
import caravan.testkit.ResourceHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leader ends, in one way or the other, while tasks are added at all masters. */
@Timeout(300)
@Tag("long")
class LeaderFaultsIT {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderFaultsIT.class);
    private static final Duration PACE = Duration.ofMillis(40);
    private static final Duration FAIL_OVER = Cluster.LEASE.plusSeconds(2);
    private static final int KILLS = 4;
    private static final int STOPS = 3;

    @TempDir
    Path folder;

    private final Downtimes downtimes = new Downtimes();
    private MasterCluster cluster;
    private AdminLoad load;

    @BeforeEach
    void start() {
        cluster = new MasterCluster(folder).start(3, 4000);
        load = AdminLoad.adds(cluster, PACE);
    }

    @AfterEach
    void stop() {
        load.close();
        cluster.close();
    }

    @Test
    void anotherLeadsSoonAfterTheLeaderWasKilled() {
        List<Long> millis =
                IntStream.range(0, KILLS).mapToObj(i -> killLeader().toMillis()).toList();
        LOG.info("from the kill of the leader to the next add carried out: {} ms", millis);
        killLeaderThatComesBackAtOnce();
        requireNothingLost();
        assertThat(millis).allSatisfy(each -> assertThat(each).isLessThanOrEqualTo(FAIL_OVER.toMillis()));
    }

    /**
     * It comes back once another leads: its start would otherwise take, on a small machine, from those who elect. Nor
     * does it count how late etcd is when it ends a lease, for which it looks twice a second.
     *
     * @return how long it took until a master that was not killed had an add carried out
     */
    private Duration killLeader() {
        Node leader = cluster.awaitActing();
        int before = cluster.history().size();
        long killed = System.nanoTime();
        leader.process().close();
        long late = Math.max(0, awaitEndOfLeadership(before) - killed - Cluster.LEASE.toNanos());
        Outcome first = awaitOk(killed, leader);
        cluster.nodes().relaunch(leader.id()).awaitReady();
        downtimes.add(leader, killed);
        LOG.info("etcd ended the lease {} ms late", Duration.ofNanos(late).toMillis());
        return Duration.ofNanos(first.endedAt() - killed - late);
    }

    /** @param before events are passed over */
    private long awaitEndOfLeadership(int before) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> cluster.historySoFar().stream().skip(before).anyMatch(LeaderFaultsIT::endsLeadership));
        return System.nanoTime();
    }

    /** As whoever watches processes has it: it starts while etcd still takes the one before for alive. */
    private void killLeaderThatComesBackAtOnce() {
        Node leader = cluster.awaitActing();
        long killed = System.nanoTime();
        leader.process().close();
        Node again = cluster.nodes().relaunch(leader.id());
        awaitOk(killed, leader);
        again.awaitReady();
        downtimes.add(leader, killed);
    }

    @Test
    void anotherLeadsAtOnceAfterTheLeaderWasToldToStop() {
        List<Long> millis = IntStream.range(0, STOPS)
                .mapToObj(i -> stopLeader().toMillis())
                .sorted()
                .toList();
        requireNothingLost();
        // One second is what is promised. The other one, and the slowest, are for the noise of a busy machine.
        assertThat(millis.get(STOPS / 2)).isLessThanOrEqualTo(2000);
    }

    /** @return from its resignation to the next add that another had carried out */
    private Duration stopLeader() {
        Node leader = cluster.awaitActing();
        int before = cluster.history().size();
        long told = System.nanoTime();
        leader.process().signal("TERM");
        long resigned = awaitEndOfLeadership(before);
        Outcome first = awaitOk(resigned, leader);
        assertThat(leader.process().exitCode()).isZero();
        Duration gap = Duration.ofNanos(first.endedAt() - resigned);
        LOG.info(
                "resigned {} ms after it was told to stop; {} ms later the next add was carried out",
                Duration.ofNanos(resigned - told).toMillis(),
                gap.toMillis());
        cluster.nodes().relaunch(leader.id()).awaitReady();
        downtimes.add(leader, told);
        return gap;
    }

    private static boolean endsLeadership(Event event) {
        return event.type() == Type.DELETE && event.key().startsWith("/crawler/election/");
    }

    private Outcome awaitOk(long since, Node except) {
        return load.awaitOk(since, master -> !master.equals(except.id()));
    }

    private void requireNothingLost() {
        List<Outcome> outcomes = new ArrayList<>(load.stop());
        long done = outcomes.stream().filter(Outcome::isOk).count();
        LOG.info("{} adds asked for, {} carried out", outcomes.size(), done);
        downtimes.requireExplained(outcomes, List.of(200));
        new ResourceHistory(cluster.history()).requireAgreementWith(outcomes);
        assertThat(done).isGreaterThan(outcomes.size() / 10);
    }
}
