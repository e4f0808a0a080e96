package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.etcd.PrefixWatch.Options;
import caravan.etcd.WatchEvent.Type;
import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch while etcd, or the way to it, fails. */
@Timeout(120)
class PrefixWatchOutageTest {
    private static final String PREFIX = "/out/";
    private static final Duration RED_WITHIN = Duration.ofSeconds(12);
    private static final Duration HEALS_WITHIN = Duration.ofSeconds(20);

    private final EtcdServer server = EtcdServer.start();
    private final ChaosProxy proxy = ChaosProxy.to(server.port());
    private final EtcdSettings settings = EtcdSettings.plain("http://127.0.0.1:" + proxy.port());
    private final Etcd etcd = new Etcd(settings);

    @AfterEach
    void close() throws IOException {
        etcd.close();
        proxy.close();
        server.close();
    }

    @Test
    void restartsOfEtcdLoseNothingAndRepeatNothing() {
        try (EtcdRecorder oracle = EtcdRecorder.of(server, PREFIX);
                WatchRun run = WatchRun.start(etcd, PREFIX).awaitSynced(1)) {
            for (int round = 0; round < 3; round++) {
                change(round * 100);
                server.kill();
                server.restart();
                change(round * 100 + 50);
            }
            run.awaitChanges(60);

            assertThat(run.changes())
                    .isEqualTo(oracle.eventsUntilNow().stream()
                            .map(event -> (event.type() + " " + event.key() + " " + event.value()).strip())
                            .toList());
            run.awaitConnected();
        }
    }

    @Test
    void goesOnWhenAPausedEtcdDoes() {
        try (WatchRun run = WatchRun.start(etcd, PREFIX).awaitSynced(1).awaitConnected()) {
            server.pause();
            await().atMost(RED_WITHIN).until(() -> !run.watch().isConnected());
            server.resume();
            server.put(PREFIX + "a", "1");

            await().atMost(HEALS_WITHIN).until(() -> run.changes().size() == 1);
            await().atMost(HEALS_WITHIN).until(run.watch()::isConnected);
        }
    }

    @Test
    void noticesANetworkThatPassesNothingAndHealsByItself() {
        try (WatchRun run = WatchRun.start(etcd, PREFIX).awaitSynced(1).awaitConnected()) {
            proxy.blackhole();
            server.put(PREFIX + "a", "1");
            await().atMost(RED_WITHIN).until(() -> !run.watch().isConnected());
            server.put(PREFIX + "b", "2");
            proxy.off();

            await().atMost(HEALS_WITHIN).until(() -> run.changes().size() == 2);
            await().atMost(HEALS_WITHIN).until(run.watch()::isConnected);
            assertThat(run.changes()).containsExactly("PUT /out/a 1", "PUT /out/b 2");
        }
    }

    @Test
    void startsOverWhereEtcdWasEmptied() {
        server.put(PREFIX + "kept", "1");
        server.put(PREFIX + "lost", "1");
        change(0);
        try (WatchRun run = WatchRun.start(etcd, PREFIX).awaitSynced(1)) {
            int told = run.changes().size();
            server.kill();
            server.restartEmpty();
            server.put(PREFIX + "kept", "another");
            run.awaitSynced(2).awaitTold("PUT /out/kept another");
            server.put(PREFIX + "new", "1");
            run.awaitTold("PUT /out/new 1");

            List<String> after = run.changes().subList(told, run.changes().size());
            assertThat(after.get(0)).isEqualTo(Type.RESTARTED.name());
            assertThat(after).contains("DELETE /out/lost").doesNotContain("DELETE /out/kept");
            assertThat(after).filteredOn(each -> each.startsWith("DELETE")).hasSize(told - 1);
            assertThat(after).endsWith("PUT /out/kept another", "PUT /out/new 1");
        }
    }

    @Test
    void compactionWhileTheNetworkIsAwayTellsDifferencesInOrder() {
        IntStream.range(0, 20).forEach(i -> server.put(PREFIX + i, "old"));
        try (WatchRun run = WatchRun.start(etcd, PREFIX).awaitSynced(1).awaitConnected()) {
            run.watch().suspend();
            proxy.blackhole();
            IntStream.range(0, 10).forEach(i -> server.delete(PREFIX + i));
            IntStream.range(15, 25).forEach(i -> server.put(PREFIX + i, "new"));
            server.compact(server.revision());
            proxy.off();
            proxy.cutAll();
            run.watch().resume();
            run.awaitSynced(2);
            server.put(PREFIX + "later", "1");
            run.awaitTold("PUT /out/later 1");

            List<String> since = run.changes().subList(20, run.changes().size());
            assertThat(since.subList(0, 10)).allMatch(each -> each.startsWith("DELETE"));
            assertThat(since.subList(10, 20))
                    .isEqualTo(IntStream.range(15, 25)
                            .mapToObj(i -> "PUT /out/" + i + " new")
                            .toList());
            assertThat(since).hasSize(21);
        }
    }

    /** Longer than it takes to find a silent stream: neither the silence of etcd nor that of the handler is a fault. */
    @Test
    void neitherAnIdleEtcdNorASlowHandlerBreaksTheStreamOrHoldsUpALease() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        LeasedKeys.Told told = new LeasedKeys.Told();
        try (WatchRun slow = WatchRun.start(etcd, PREFIX).awaitSynced(1).awaitConnected();
                WatchRun idle = WatchRun.start(etcd, "/idle/").awaitSynced(1).awaitConnected();
                LeasedKey key = LeasedKeys.start(new Etcd(settings), "/leased", "me", told)) {
            told.awaitHeld(1);
            int made = proxy.accepted();
            slow.before(event -> go.await());
            server.put(PREFIX + "a", "1");
            await().pollDelay(RED_WITHIN).atMost(RED_WITHIN.plusSeconds(5)).until(() -> key.held()
                    .isPresent());
            go.countDown();
            slow.awaitChanges(1);
            server.put(PREFIX + "b", "1");
            slow.awaitChanges(2);

            assertThat(proxy.accepted()).as("connections").isEqualTo(made);
            assertThat(idle.watch().isConnected()).isTrue();
            assertThat(told.losses()).isZero();
        }
    }

    @Test
    void leavesNoThreadsBehindHoweverOftenTheStreamBreaks() {
        Options quick = new Options(100, Duration.ofHours(1), Duration.ofMillis(20));
        try (WatchRun run = new WatchRun(etcd, PREFIX, new PrefixState(), quick)) {
            run.start().awaitSynced(1).awaitConnected();
            IntStream.range(0, 5).forEach(i -> breakStream(run, i));
            int before = Thread.activeCount();
            IntStream.range(5, 30).forEach(i -> breakStream(run, i));

            await().atMost(HEALS_WITHIN).until(() -> Thread.activeCount() <= before + 4);
            assertThat(proxy.connections()).isLessThanOrEqualTo(3);
            assertThat(run.changes()).hasSize(30);
        }
    }

    private void breakStream(WatchRun run, int round) {
        proxy.cutAll();
        server.put(PREFIX + round, "1");
        run.awaitChanges(round + 1);
    }

    private void change(int from) {
        IntStream.range(from, from + 10).forEach(i -> server.put(PREFIX + i, String.valueOf(i)));
    }
}
