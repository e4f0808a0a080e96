package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.etcd.WatchEvent.Type;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that fail, or take their time. */
@Timeout(120)
class PrefixWatchHandlerTest extends PrefixWatchFixture {

    @Test
    void tellsAnEventAgainUntilItIsTakenAndNothingBesides() {
        AtomicInteger refusals = new AtomicInteger(3);
        WatchRun run = new WatchRun(etcd, prefix, new PrefixState(), quick(10_000)).before(event -> {
            if (event.value().equals("refused") && refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        });
        try (run) {
            run.start().awaitSynced(1);
            run.watch().suspend(); // so that all of it comes in one piece
            put("a", "1");
            delete("a");
            put("b", "refused");
            put("a", "2");
            run.watch().resume();
            run.awaitChanges(4);

            assertThat(run.changes()).containsExactly(is("a 1"), gone("a"), is("b refused"), is("a 2"));
            assertThat(run.faults()).hasSize(3).allSatisfy(fault -> assertThat(fault)
                    .hasMessage("not now"));
        }
    }

    @Test
    void nothingThatAHandlerThrowsEndsTheWatch() {
        Deque<Throwable> thrown = new ConcurrentLinkedDeque<>(
                List.of(new AssertionError(), new InterruptedException(), new StackOverflowError(), new Exception()));
        PrefixWatch.Handler hostile = new PrefixWatch.Handler() {
            @Override
            public void handle(WatchEvent event) throws Exception {
                if (thrown.peek() instanceof Error) {
                    throw (Error) thrown.pop();
                } else if (!thrown.isEmpty()) {
                    throw (Exception) thrown.pop();
                }
            }

            @Override
            public void failed(Exception fault) {
                throw new IllegalStateException("cannot be told", fault);
            }
        };
        try (PrefixWatch watch = new PrefixWatch(etcd, prefix, new PrefixState(), quick(10), hostile)) {
            new Thread(watch).start();
            await().until(() -> thrown.isEmpty() && watch.isConnected());
        }
    }

    @Test
    void tellsSyncedAgainUntilItIsTaken() {
        AtomicInteger refusals = new AtomicInteger(2);
        put("a", "1");
        WatchRun run = new WatchRun(etcd, prefix, new PrefixState(), quick(10)).before(event -> {
            if (event.type() == Type.SYNCED && refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        });
        try (run) {
            run.start().awaitSynced(1);
            assertThat(run.changes()).containsExactly(is("a 1"));
            assertThat(run.faults()).hasSize(2);
        }
    }

    @Test
    void tellsNothingWhileSuspendedAndFinishesTheEventAtHandWhenClosed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PrefixState state = new PrefixState();
        WatchRun run = new WatchRun(etcd, prefix, state, quick(10)).before(event -> {
            if (event.type() == Type.PUT) {
                entered.countDown();
                go.await();
            }
        });
        run.start().awaitSynced(1);
        put("a", "1");
        put("b", "2");
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        run.watch().close();
        go.countDown();
        run.close();
        assertThat(run.changes()).containsExactly(is("a 1"));

        try (WatchRun next = WatchRun.start(etcd, prefix, state).awaitSynced(1)) {
            assertThat(next.changes()).containsExactly(is("b 2"));
        }
    }
}
