package caravan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cluster.etcd.EtcdElection.Candidate;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.etcd.EtcdTxn;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.EtcdServer;
import caravan.testkit.LeaderInvariant;
import caravan.testkit.LeaderInvariant.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A leader that was paused and has lost its lease meanwhile: what the fence is for, and what happens without one. */
@Timeout(120)
class FencingMutantTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final String LATE = "/resources/late";

    @Test
    void refusesTheLateWriteAndWouldNoticeOneThatIsNotFenced() {
        try (EtcdServer server = EtcdServer.start();
                EtcdRecorder recorder = EtcdRecorder.of(server, "/");
                Etcd etcd = new Etcd(EtcdSettings.plain(server.endpoint()));
                EtcdElection old = election(server, etcd, "m1");
                EtcdElection next = election(server, etcd, "m2")) {
            old.start();
            awaitTrue(old::isLeader);
            next.start();
            awaitTrue(() -> server.list(Keys.ELECTION).size() == 2);
            Fence kept = old.requireFence(); // as a thread has it that is paused right then
            etcd.revoke(Long.parseUnsignedLong(kept.key().substring(Keys.ELECTION.length()), 16));
            awaitTrue(next::isLeader);
            assertThat(write(etcd, next.requireFence().txn(), "/resources/timely"))
                    .isTrue();

            assertThat(write(etcd, kept.txn(), LATE)).isFalse();
            assertThat(violations(recorder)).isEmpty();

            assertThat(write(etcd, new EtcdTxn(), LATE)).isTrue();
            assertThat(violations(recorder))
                    .singleElement()
                    .satisfies(violation -> assertThat(violation.write().key()).isEqualTo(LATE))
                    .returns(Set.of("m1"), Violation::writers)
                    .returns("m2", Violation::leader);
        }
    }

    private static EtcdElection election(EtcdServer server, Etcd etcd, String id) {
        Etcd leasing = new Etcd(EtcdSettings.plain(server.endpoint()));
        return new EtcdElection(etcd, leasing, TTL, new Candidate(id, "127.0.0.1:1", id + "-instance"));
    }

    private static boolean write(Etcd etcd, EtcdTxn txn, String key) {
        return etcd.commit(txn.ifAbsent(key).put(key, "{}")).applied();
    }

    private static List<Violation> violations(EtcdRecorder recorder) {
        return LeaderInvariant.violations(recorder.eventsUntilNow(), FencingMutantTest::writer);
    }

    private static Set<String> writer(Event event) {
        return Set.of(event.key().equals(LATE) ? "m1" : "m2");
    }

    private static void awaitTrue(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }
}
