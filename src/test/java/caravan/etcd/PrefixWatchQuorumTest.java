package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import caravan.etcd.WatchEvent.Type;
import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdQuorum;
import caravan.testkit.EtcdRecorder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches of an etcd of three members, of which the leader fails while much is changed. */
@Timeout(240)
class PrefixWatchQuorumTest {
    private static final String PREFIX = "/quorum/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANGES = 300;
    /** So many that hardly ever all of them are with a member that stays. */
    private static final int WATCHES = 6;

    /** Together too much to wait on the way to a member that does not read. */
    private static final String LARGE = "x".repeat(10_000);

    private final EtcdQuorum quorum = EtcdQuorum.start();
    private final Etcd etcd = new Etcd(settings(quorum.endpoints()));

    @AfterEach
    void close() {
        etcd.close();
        quorum.close();
    }

    @Test
    void losesNothingAndRepeatsNothingWhileTheLeaderIsFrozenAndAnotherIsElected() {
        survives(quorum::pause, quorum::resume);
    }

    @Test
    void losesNothingAndRepeatsNothingWhenTheLeaderIsKilledAndComesBack() {
        survives(quorum::kill, quorum::restart);
    }

    /** It answers at once when it goes on, and with what it knew when it stood still. */
    @Test
    void doesNotTakeAMemberThatLagsForLostData() throws IOException {
        PrefixState state = new PrefixState();
        int lagging = (quorum.leader() + 1) % 3;
        try (WatchRun run = WatchRun.start(etcd, PREFIX, state).awaitSynced(1)) {
            quorum.pause(lagging);
            IntStream.range(0, CHANGES).forEach(i -> quorum.put(PREFIX + i, LARGE));
            run.awaitChanges(CHANGES);
        }
        try (ChaosProxy proxy = ChaosProxy.to(quorum.member(lagging).port());
                Etcd alone = new Etcd(EtcdSettings.plain("http://127.0.0.1:" + proxy.port()));
                WatchRun run = WatchRun.start(alone, PREFIX, state)) {
            await().atMost(PATIENCE).until(() -> proxy.connections() > 0);
            quorum.resume(lagging);
            quorum.put(PREFIX + "later", "1");
            run.awaitConnected().awaitTold("PUT " + PREFIX + "later 1");

            assertThat(run.told())
                    .filteredOn(event -> event.type() != Type.SYNCED)
                    .extracting(WatchEvent::type, WatchEvent::key)
                    .containsOnly(tuple(Type.PUT, PREFIX + "later"));
        }
    }

    private void survives(IntConsumer goes, IntConsumer comesBack) {
        List<WatchRun> runs = IntStream.range(0, WATCHES)
                .mapToObj(i -> WatchRun.start(etcd, PREFIX))
                .toList();
        try (EtcdRecorder oracle = EtcdRecorder.of(quorum.member(0), PREFIX)) {
            runs.forEach(run -> run.awaitSynced(1).awaitConnected());
            AtomicInteger made = new AtomicInteger();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> change(made));
            awaitAtLeast(CHANGES / 3, made);
            int leader = quorum.leader();
            goes.accept(leader);
            awaitAtLeast(CHANGES * 2 / 3, made); // by another leader
            assertThat(quorum.leader()).isNotEqualTo(leader);
            comesBack.accept(leader);
            load.join();
            quorum.put(PREFIX + "end", "1");

            runs.forEach(run -> requireAll(run, oracle));
        } finally {
            runs.forEach(WatchRun::close);
        }
    }

    private void change(AtomicInteger made) {
        for (int i = 0; i < CHANGES; i++) {
            quorum.put(PREFIX + i % 7, String.valueOf(i));
            made.incrementAndGet();
        }
    }

    private static void awaitAtLeast(int count, AtomicInteger made) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> made.get() >= count);
    }

    private static void requireAll(WatchRun run, EtcdRecorder oracle) {
        await().atMost(PATIENCE).until(() -> run.changes().contains("PUT " + PREFIX + "end 1"));
        assertThat(run.told()).noneMatch(event -> event.type() == Type.RESTARTED);
        assertThat(run.changes())
                .hasSizeGreaterThan(CHANGES)
                .isEqualTo(oracle.eventsUntilNow().stream()
                        .map(event -> (event.type() + " " + event.key() + " " + event.value()).strip())
                        .toList());
    }

    private static EtcdSettings settings(String endpoints) {
        List<URI> all = Arrays.stream(endpoints.split(",")).map(URI::create).toList();
        return new EtcdSettings(all, Optional.empty(), EtcdSettings.Tls.DEFAULT, Duration.ofSeconds(3));
    }
}
