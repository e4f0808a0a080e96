package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EtcdTest {
    private static final Duration HEALS_WITHIN = Duration.ofSeconds(10);

    private static EtcdServer server;
    private static EtcdSettings settings;
    private static Etcd etcd;

    @BeforeAll
    static void open() {
        server = EtcdServer.start();
        settings = EtcdSettings.plain(server.endpoint());
        etcd = new Etcd(settings);
    }

    @AfterAll
    static void close() {
        etcd.close();
        server.close();
    }

    @Test
    void readsWhatIsStored() {
        server.put("/read", "один");
        assertThat(etcd.get("/read")).hasValueSatisfying(entry -> {
            assertThat(entry.value()).isEqualTo("один");
            assertThat(entry.createRevision()).isEqualTo(entry.modRevision()).isEqualTo(server.revision());
            assertThat(entry.lease()).isZero();
        });
        assertThat(etcd.get("/rea")).isEmpty();
        assertThat(etcd.answeredWithin(Duration.ofSeconds(20))).isTrue();
    }

    /** A writer changes the first and the last key together: they must look alike in each list of three pages. */
    @Test
    void listsManyPagesAsOfOneRevision() {
        IntStream.range(0, 25)
                .forEach(block -> etcd.commit(IntStream.range(0, 100)
                        .boxed()
                        .reduce(
                                new EtcdTxn(),
                                (txn, i) -> txn.put("/list/%04d".formatted(block * 100 + i), "0"),
                                (one, other) -> one)));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; !done.get(); i++) {
                etcd.commit(new EtcdTxn().put("/list/0000", "" + i).put("/list/2499", "" + i));
            }
        });
        for (int i = 0; i < 10; i++) {
            List<Entry> entries = etcd.list("/list/").entries();
            assertThat(entries).hasSize(2500).extracting(Entry::key).isSorted().doesNotHaveDuplicates();
            assertThat(entries.get(2499).value()).isEqualTo(entries.get(0).value());
        }
        done.set(true);
        writer.join();
        assertThat(etcd.get("/list/0000").orElseThrow().value()).isNotEqualTo("0");
    }

    @Test
    void listsValuesThatTogetherAreTooLargeForOneAnswer() {
        String large = "x".repeat(1_200_000);
        IntStream.range(0, 16).forEach(i -> server.put("/large/" + i, large));
        assertThat(etcd.list("/large/").entries()).hasSize(16).allMatch(entry -> entry.value()
                .equals(large));
    }

    @Test
    void listsNothingBelowAPrefixThatOnlyBeginsOthers() {
        server.put("/prefix", "1");
        server.put("/prefixed/a", "1");
        Listing listing = etcd.list("/prefix/");
        assertThat(listing.entries()).isEmpty();
        assertThat(listing.revision()).isEqualTo(server.revision());
    }

    @Test
    void makesAllChangesWhereAllConditionsHoldAndNoneOtherwise() {
        server.put("/if/a", "1");
        Entry a = etcd.get("/if/a").orElseThrow();

        assertThat(commit(new EtcdTxn().ifPresent("/if/a").ifAbsent("/if/b"))).isTrue();
        assertThat(commit(new EtcdTxn().ifUnchanged("/if/a", a.modRevision()))).isTrue();
        assertThat(server.get("/if/made")).contains("x");
        assertThat(commit(new EtcdTxn().ifCreatedAt("/if/a", a.createRevision()).ifPresent("/if/b")))
                .isFalse();
        assertThat(commit(new EtcdTxn().ifAbsent("/if/a"))).isFalse();
        server.put("/if/a", "1");
        assertThat(commit(new EtcdTxn().ifUnchanged("/if/a", a.modRevision()))).isFalse();
        assertThat(commit(new EtcdTxn().ifCreatedAt("/if/a", a.createRevision())))
                .isTrue();
        assertThat(etcd.commit(new EtcdTxn().delete("/if/a").delete("/if/none")).deleted())
                .isEqualTo(1);
    }

    private static boolean commit(EtcdTxn txn) {
        server.delete("/if/made");
        boolean applied = etcd.commit(txn.put("/if/made", "x")).applied();
        assertThat(server.get("/if/made").isPresent()).isEqualTo(applied);
        return applied;
    }

    @Test
    void leasesEndWhenTheyAreRevokedAndThatIsNoErrorTwice() {
        long lease = etcd.grant(Duration.ofSeconds(30));
        etcd.commit(new EtcdTxn().put("/leased", "1", lease));
        assertThat(etcd.renew(lease)).isTrue();
        etcd.revoke(lease);
        etcd.revoke(lease);

        assertThat(etcd.renew(lease)).isFalse();
        assertThat(server.get("/leased")).isEmpty();
    }

    @Test
    void callEndsInTimeWhileEtcdIsPaused() {
        server.pause();
        try {
            long before = System.nanoTime();
            assertUnavailable(etcd);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(settings.callTimeout().plusSeconds(1));
        } finally {
            server.resume();
        }
        await().atMost(HEALS_WITHIN).until(() -> answers(etcd));
    }

    @Test
    void worksSoonAfterALongOutage() {
        server.kill();
        await().atMost(Duration.ofSeconds(30)).during(Duration.ofSeconds(15)).until(() -> !answers(etcd));
        assertThat(etcd.answeredWithin(Duration.ofSeconds(10))).isFalse();
        server.restart();
        await().atMost(HEALS_WITHIN).until(() -> answers(etcd));
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (Etcd nobody = new Etcd(EtcdSettings.plain("http://127.0.0.1:" + port))) {
            assertUnavailable(nobody);
            assertThat(nobody.answeredWithin(Duration.ofHours(1))).isFalse();
        }
    }

    @Test
    void interruptedCallEndsAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        assertUnavailable(etcd);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closedOneStaysClosed() {
        Etcd closed = new Etcd(settings);
        assertThat(answers(closed)).isTrue();
        closed.close();
        // longer than it takes to connect anew
        await().atMost(Duration.ofSeconds(20)).during(Duration.ofSeconds(6)).until(() -> !answers(closed));
    }

    private static boolean answers(Etcd asked) {
        try {
            asked.get("/any");
            return true;
        } catch (CaravanException e) {
            return false;
        }
    }

    private static void assertUnavailable(Etcd asked) {
        assertThatThrownBy(() -> asked.get("/any"))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageStartingWith("etcd does not answer");
    }
}
