package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.etcd.LeasedKeys.Told;
import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LeasedKeyTest {
    private static final String KEY = "/leased";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EtcdServer server = EtcdServer.start();
    private final ChaosProxy proxy = ChaosProxy.to(server.port());
    private final Etcd oracle = connect(server.endpoint());
    private final Told told = new Told();

    @AfterEach
    void close() throws IOException {
        oracle.close();
        proxy.close();
        server.close();
    }

    @Test
    void claimsKeepsAndGivesUp() {
        LeasedKey key = start("me", told);
        told.awaitHeld(1);
        Entry stored = oracle.get(KEY).orElseThrow();
        assertThat(stored.value()).isEqualTo("me");
        assertThat(key.held()).hasValue(new LeasedKey.Held(KEY, stored.lease(), stored.createRevision()));
        await().pollDelay(LeasedKeys.TTL.plusSeconds(1))
                .until(() -> oracle.get(KEY).equals(Optional.of(stored)));
        assertThat(key.isConnected()).isTrue();

        key.close();

        assertThat(oracle.get(KEY)).as("at once").isEmpty();
        assertThat(key.held()).isEmpty();
        assertThat(told.revisions()).hasSize(1);
        assertThat(leaseThreads()).isZero();
    }

    @Test
    void tellsWhoHasTheKeyAndTakesItWhenItIsFree() {
        Told second = new Told();
        LeasedKey first = start("first", told);
        told.awaitHeld(1);
        try (LeasedKey key = start("second", second)) {
            await().atMost(PATIENCE).until(() -> second.taken().size() >= 3);
            assertThat(second.taken()).containsOnly("first");
            assertThat(key.held()).isEmpty();
            assertThat(oracle.get(KEY).map(Entry::value)).contains("first");

            first.close();
            second.awaitHeld(1);
            assertThat(key.held()).isPresent();
        }
    }

    @Test
    void movesItsOwnKeyFromALeaseThatItDoesNotKnow() {
        long old = oracle.grant(Duration.ofSeconds(60));
        long created = oracle.commit(new EtcdTxn().put(KEY, "me", old)).revision();
        try (LeasedKey key = start("me", told)) {
            told.awaitHeld(1);
            oracle.revoke(old);

            assertThat(key.held().map(LeasedKey.Held::revision)).hasValue(created);
            assertThat(oracle.get(KEY).map(Entry::createRevision)).contains(created);
            assertThat(told.taken()).isEmpty();
        }
    }

    /** The others wait for etcd to end the lease: by then this one must have stopped. */
    @Test
    void isNotHeldAnyMoreBeforeEtcdEndsTheLease() {
        try (LeasedKey key = start("me", told)) {
            told.awaitHeld(1);
            proxy.blackhole();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> key.held()
                    .isEmpty());
            assertThat(server.get(KEY)).as("etcd has it still").contains("me");
            told.awaitLost(1);
            await().atMost(PATIENCE).until(() -> server.get(KEY).isEmpty());
            await().atMost(PATIENCE).until(() -> !key.isConnected());

            proxy.off();
            told.awaitHeld(2);
            assertThat(key.held()).isPresent();
            assertThat(key.isConnected()).isTrue();
        }
    }

    /** Whoever asked meanwhile was told that it is not held: it must hear of the next time as of a new one. */
    @Test
    void isClaimedAnewWhenItLapsedDuringARenewal() {
        Etcd patient = new Etcd(new EtcdSettings(
                List.of(URI.create("http://127.0.0.1:" + proxy.port())),
                Optional.empty(),
                EtcdSettings.Tls.DEFAULT,
                Duration.ofSeconds(5)));
        try (LeasedKey key = LeasedKeys.start(patient, KEY, "me", told)) {
            told.awaitHeld(1);
            long first = key.held().orElseThrow().lease();
            proxy.delay(LeasedKeys.TTL);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> key.held()
                    .isEmpty());
            proxy.off();
            told.awaitLost(1);
            told.awaitHeld(2);
            assertThat(key.held().orElseThrow().lease()).isNotEqualTo(first);
            assertHeldOnceMore(key);
        }
    }

    @Test
    void noticesThatItsKeyWasDeleted() {
        try (LeasedKey key = start("me", told)) {
            told.awaitHeld(1);
            server.delete(KEY);
            told.awaitLost(1);
            told.awaitHeld(2);
            assertHeldOnceMore(key);
        }
    }

    @Test
    void noticesThatItsLeaseWasRevoked() {
        try (LeasedKey key = start("me", told)) {
            told.awaitHeld(1);
            oracle.revoke(key.held().orElseThrow().lease());
            told.awaitLost(1);
            told.awaitHeld(2);
            assertHeldOnceMore(key);
        }
    }

    @Test
    void noticesThatItsKeyWasTakenByAnother() {
        try (LeasedKey key = start("me", told)) {
            told.awaitHeld(1);
            server.put(KEY, "thief");
            told.awaitLost(1);
            await().atMost(PATIENCE).until(() -> told.taken().contains("thief"));
            assertThat(key.held()).isEmpty();
            assertThat(server.get(KEY)).contains("thief");
        }
    }

    @Test
    void listenerThatFailsDoesNotEndTheRenewals() {
        LeasedKey.Listener hostile = new LeasedKey.Listener() {
            @Override
            public void held(long revision) {
                told.held(revision);
                throw new AssertionError("held");
            }

            @Override
            public void lost() {
                told.lost();
                throw new IllegalStateException("lost");
            }
        };
        try (LeasedKey key = LeasedKeys.start(connect(server.endpoint()), KEY, "me", hostile)) {
            told.awaitHeld(1);
            server.delete(KEY);
            told.awaitHeld(2);
            await().pollDelay(LeasedKeys.TTL).until(() -> key.held().isPresent());
        }
    }

    @Test
    void claimsWhenEtcdComes() {
        server.kill();
        try (LeasedKey key = start("me", told)) {
            await().pollDelay(Duration.ofSeconds(2)).until(() -> !key.isConnected());
            assertThat(told.revisions()).isEmpty();
            server.restart();
            told.awaitHeld(1);
            assertThat(server.get(KEY)).contains("me");
        }
    }

    @Test
    void findsItsWayBackAfterAPauseOfEtcdThatOutlastsTheLease() {
        try (LeasedKey key = start("me", told)) {
            told.awaitHeld(1);
            server.pause();
            told.awaitLost(1);
            await().pollDelay(LeasedKeys.TTL.plusSeconds(1))
                    .until(() -> key.held().isEmpty());
            server.resume();
            told.awaitHeld(2);
            assertHeldOnceMore(key);
        }
    }

    @Test
    void closesSoonAlthoughEtcdIsAway() {
        LeasedKey key = start("me", told);
        told.awaitHeld(1);
        proxy.blackhole();
        long before = System.nanoTime();
        key.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(key.held()).isEmpty();
        assertThat(leaseThreads()).isZero();
    }

    private void assertHeldOnceMore(LeasedKey key) {
        Entry stored = oracle.get(KEY).orElseThrow();
        assertThat(key.held()).hasValue(new LeasedKey.Held(KEY, stored.lease(), stored.createRevision()));
        assertThat(stored.value()).isEqualTo("me");
        List<Long> revisions = told.revisions();
        assertThat(revisions.get(revisions.size() - 1)).isEqualTo(stored.createRevision());
    }

    private LeasedKey start(String value, Told listener) {
        return LeasedKeys.start(connect("http://127.0.0.1:" + proxy.port()), KEY, value, listener);
    }

    /** With calls that are short against the lease, as nodes have them. */
    private static Etcd connect(String endpoint) {
        return new Etcd(new EtcdSettings(
                List.of(URI.create(endpoint)), Optional.empty(), EtcdSettings.Tls.DEFAULT, Duration.ofMillis(750)));
    }

    private static long leaseThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("etcd-lease"))
                .count();
    }
}
