package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.etcd.PrefixWatch.Options;
import caravan.etcd.WatchEvent.Type;
import caravan.testkit.EtcdRecorder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watch tells while the network is well. */
@Timeout(120)
class PrefixWatchTest extends PrefixWatchFixture {

    @Test
    void tellsWhatIsStoredThenSyncedThenEachChangeInOrder() {
        put("b", "1");
        put("a", "2");
        etcd.commit(new EtcdTxn().put("/tellsWhatIsStored", "of another prefix"));
        try (WatchRun run = WatchRun.start(etcd, prefix).awaitSynced(1)) {
            put("c", "3");
            put("a", "4");
            delete("b");
            run.awaitChanges(5);

            assertThat(run.changes()).containsExactly(is("b 1"), is("a 2"), is("c 3"), is("a 4"), gone("b"));
            assertThat(run.told().get(2).type()).isEqualTo(Type.SYNCED);
            assertThat(run.told()).extracting(WatchEvent::revision).isSorted();
        }
    }

    @Test
    void changesCarryWhatWasStoredBeforeAndWhenTheKeyCameIntoBeing() {
        long created = put("a", "1");
        try (WatchRun run = WatchRun.start(etcd, prefix).awaitSynced(1)) {
            put("a", "2");
            delete("a");
            run.awaitChanges(3);

            WatchEvent changed = run.told().get(2);
            assertThat(changed.previousValue()).isEqualTo("1");
            assertThat(changed.createRevision()).isEqualTo(created);
            assertThat(changed.nameBelow(prefix)).isEqualTo("a");
            assertThat(run.told().get(3).previousValue()).isEqualTo("2");
        }
    }

    /** The mutant: watching from whenever the list has been read. */
    @Test
    void losesNothingBetweenListAndWatchWhereAWatchFromNowDoes() {
        put("a", "1");
        PrefixState state = new PrefixState();
        WatchRun.start(etcd, prefix, state).awaitSynced(1).close();
        put("between", "2");
        try (RawWatch mutant = RawWatch.of(server.endpoint(), prefix, 0).awaitCreated();
                WatchRun run = WatchRun.start(etcd, prefix, state)) {
            put("after", "3");
            run.awaitChanges(2);
            mutant.awaitTold(prefix + "after");

            assertThat(run.changes()).containsExactly(is("between 2"), is("after 3"));
            assertThat(mutant.keys()).containsExactly(prefix + "after");
        }
    }

    @Test
    void tellsDifferencesAfterCompactionAndGoesOn() {
        put("kept", "1");
        put("changed", "1");
        put("deleted", "1");
        put("replaced", "1");
        PrefixState state = new PrefixState();
        WatchRun.start(etcd, prefix, state).awaitSynced(1).close();
        delete("deleted");
        delete("replaced");
        put("new", "2");
        put("replaced", "2");
        long revision = put("changed", "2");
        server.compact(revision);
        try (WatchRun run = WatchRun.start(etcd, prefix, state).awaitSynced(1)) {
            put("later", "3");
            run.awaitChanges(5);

            assertThat(run.changes())
                    .containsExactly(gone("deleted"), is("new 2"), is("replaced 2"), is("changed 2"), is("later 3"));
        }
    }

    @Test
    void losesNothingWhereTheBufferOverflows() {
        try (EtcdRecorder oracle = EtcdRecorder.of(server, prefix, server.revision() + 1);
                WatchRun run = new WatchRun(etcd, prefix, new PrefixState(), quick(3))) {
            run.start().awaitSynced(1);
            run.awaitConnected();
            run.watch().suspend();
            IntStream.range(0, 100).forEach(i -> put("k" + i % 7, String.valueOf(i)));
            run.watch().resume();
            run.awaitChanges(100);

            assertThat(run.changes()).isEqualTo(lines(oracle));
        }
    }

    @Test
    void listsFromTimeToTime() {
        put("a", "1");
        Options often = new Options(10, Duration.ofMillis(600), Duration.ofSeconds(1));
        try (WatchRun run = new WatchRun(etcd, prefix, new PrefixState(), often)) {
            run.start().awaitSynced(3);
            assertThat(run.changes()).containsExactly(is("a 1"));
        }
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws InterruptedException {
        PrefixWatch watch = new PrefixWatch(etcd, prefix, new PrefixState(), Options.DEFAULT, event -> {});
        Thread thread = new Thread(watch);
        thread.start();
        await().until(watch::isConnected);
        thread.interrupt();
        thread.join(20_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(watch.isConnected()).isFalse();
    }

    @Test
    void leavesTheThreadAloneThatItHasRunOn() {
        PrefixWatch watch = new PrefixWatch(etcd, prefix, new PrefixState(), Options.DEFAULT, event -> {});
        watch.close();
        watch.run();
        watch.close();

        assertThat(Thread.interrupted()).isFalse();
    }

    /** One after the other they are too much for one message. */
    @Test
    void tellsValuesThatTogetherAreTooLargeForOneMessage() {
        PrefixState state = new PrefixState();
        WatchRun.start(etcd, prefix, state).awaitSynced(1).close();
        String large = "x".repeat(1_200_000);
        IntStream.range(0, 16).forEach(i -> put("large" + i, large));
        try (WatchRun run = WatchRun.start(etcd, prefix, state).awaitSynced(1)) {
            assertThat(run.changes()).hasSize(16);
            put("small", "1");
            run.awaitTold(is("small 1"));
        }
    }

    @Test
    void refusesOptionsThatCannotWork() {
        assertThatThrownBy(() -> new Options(0, FOREVER, FOREVER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Options(1, Duration.ZERO, FOREVER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Options(1, FOREVER, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> lines(EtcdRecorder oracle) {
        return oracle.eventsUntilNow().stream()
                .map(event -> (event.type() + " " + event.key() + " " + event.value()).strip())
                .toList();
    }
}
