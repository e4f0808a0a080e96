package caravan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.cluster.Leader;
import caravan.cluster.etcd.EtcdElection.Candidate;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.etcd.EtcdTxn;
import caravan.testkit.ChaosProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EtcdElectionTest {
    private static final Duration PATIENCE = EtcdFixture.PATIENCE;

    private final EtcdFixture etcd = new EtcdFixture();
    private final Master a = new Master("a");
    private final Master b = new Master("b");
    private final Master c = new Master("c");

    @AfterEach
    void close() throws IOException {
        for (Master each : List.of(a, b, c)) {
            each.close();
        }
        etcd.close();
    }

    @Test
    void exactlyOneLeadsAndAllSayTheSame() {
        Stream.of(a, b, c).parallel().forEach(each -> each.election.start());
        Master leader = awaitLeader(a, b, c);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(List.of(a, b, c))
                .extracting(each -> each.election.leader())
                .containsOnly(Optional.of(new Leader(leader.id, leader.id + ":9090"))));
        assertThat(etcd.server().list(Keys.ELECTION)).hasSize(3);
        assertThat(leader.election.isConnected()).isTrue();
    }

    @Test
    void successorIsThereWithinASecondOfACleanStop() {
        a.startAndLead();
        b.startBehind(a);
        a.election.close();
        await().atMost(Duration.ofSeconds(1)).until(b.election::isLeader);

        assertThat(a.election.isLeader()).isFalse();
        assertThat(etcd.server().list(Keys.ELECTION)).hasSize(1);
    }

    @Test
    void oldLeaderHasStoppedBeforeTheNextBeginsAndItsWritesAreRefused() {
        a.startAndLead();
        b.startBehind(a);
        Fence old = a.election.requireFence();
        assertThat(etcd.etcd().commit(old.txn().put("/x", "1")).applied()).isTrue();
        a.proxy.blackhole();
        AtomicInteger both = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
            boolean next = b.election.isLeader(); // asked first: what ends in between counts as an overlap
            both.addAndGet(next && a.election.isLeader() ? 1 : 0);
            return next;
        });

        assertThat(both).hasValue(0);
        assertThat(a.election.isLeader()).isFalse();
        assertThatThrownBy(a.election::requireFence).isInstanceOf(CaravanException.class);
        assertThat(etcd.etcd().commit(old.txn().put("/x", "2")).applied()).isFalse();
        // The mutant: what an old leader writes without its fence.
        assertThat(etcd.etcd().commit(new EtcdTxn().put("/x", "3")).applied()).isTrue();

        a.proxy.off();
        await().atMost(PATIENCE).until(() -> a.election.leader().map(Leader::id).equals(Optional.of("b")));
        assertThat(a.election.isLeader()).isFalse();
        assertThat(b.election.isLeader()).isTrue();
    }

    @Test
    void tellsEachTimeThatLeadershipComesOrGoes() {
        a.startAndLead();
        await().atMost(PATIENCE).until(() -> a.changes.get() == 1);
        etcd.server().delete(a.election.requireFence().key());
        await().atMost(PATIENCE).until(() -> a.changes.get() >= 3 && a.election.isLeader());
        assertThat(a.changes.get() % 2).as("leads").isEqualTo(1);
    }

    @Test
    void valuesThatAreNoCandidatesDoNoHarm() {
        List.of("garbage", "{}", "null", "", "[1]")
                .forEach(value -> etcd.server().put(Keys.ELECTION + "0" + value.hashCode(), value));
        a.startAndLead();
        b.startBehind(a);
        etcd.server().put(Keys.ELECTION + "00", "more garbage");
        a.election.close();

        await().atMost(PATIENCE).until(b.election::isLeader);
    }

    @Test
    void goesOnAfterEtcdWasEmptied() {
        a.startAndLead();
        etcd.server().kill();
        etcd.server().restartEmpty();
        await().atMost(PATIENCE).until(() -> !etcd.server().list(Keys.ELECTION).isEmpty());
        await().atMost(PATIENCE).until(a.election::isLeader);
        assertThat(etcd.etcd()
                        .commit(a.election.requireFence().txn().put("/x", "1"))
                        .applied())
                .isTrue();
    }

    private static Master awaitLeader(Master... masters) {
        await().atMost(PATIENCE).until(() -> Stream.of(masters).anyMatch(each -> each.election.isLeader()));
        assertThat(Stream.of(masters).filter(each -> each.election.isLeader())).hasSize(1);
        return Stream.of(masters)
                .filter(each -> each.election.isLeader())
                .findAny()
                .orElseThrow();
    }

    /** One with a network of its own. */
    private final class Master {
        private final String id;
        private final ChaosProxy proxy = ChaosProxy.to(etcd.server().port());
        private final Etcd watching = new Etcd(EtcdSettings.plain("http://127.0.0.1:" + proxy.port()));
        private final AtomicInteger changes = new AtomicInteger();
        private final EtcdElection election;

        Master(String id) {
            this.id = id;
            election = new EtcdElection(
                    watching,
                    EtcdFixture.leasing(proxy.port()),
                    EtcdFixture.LEASE,
                    new Candidate(id, id + ":9090", id));
            election.onChange(changes::incrementAndGet);
        }

        void startAndLead() {
            election.start();
            await().atMost(PATIENCE).until(election::isLeader);
        }

        void startBehind(Master leader) {
            election.start();
            await().atMost(PATIENCE)
                    .until(() -> election.leader().map(Leader::id).equals(Optional.of(leader.id)));
            await().atMost(PATIENCE).until(() -> etcd.server().list(Keys.ELECTION).values().stream()
                    .anyMatch(value -> value.contains("\"" + id + "\"")));
        }

        void close() throws IOException {
            proxy.off();
            election.close();
            watching.close();
            proxy.close();
        }
    }
}
