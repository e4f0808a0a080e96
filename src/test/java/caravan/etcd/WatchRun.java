package caravan.etcd;

import static org.awaitility.Awaitility.await;

import caravan.etcd.PrefixWatch.Options;
import caravan.etcd.WatchEvent.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A {@link PrefixWatch} at work on a thread of its own, and what it has told. Thread-safe. */
final class WatchRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<WatchEvent> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Exception> faults = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Step> before = new AtomicReference<>(event -> {});
    private final PrefixWatch watch;
    private final Thread thread;

    /** What a handler does before it takes an event. */
    interface Step {
        void take(WatchEvent event) throws Exception;
    }

    WatchRun(Etcd etcd, String prefix, PrefixState state, Options options) {
        watch = new PrefixWatch(etcd, prefix, state, options, handler());
        thread = new Thread(watch, "watch-run");
        thread.setDaemon(true);
    }

    static WatchRun start(Etcd etcd, String prefix) {
        return start(etcd, prefix, new PrefixState());
    }

    static WatchRun start(Etcd etcd, String prefix, PrefixState state) {
        return new WatchRun(etcd, prefix, state, Options.DEFAULT).start();
    }

    WatchRun start() {
        thread.start();
        return this;
    }

    /** Has the handler do something first; what it throws, the handler throws. */
    WatchRun before(Step step) {
        before.set(step);
        return this;
    }

    PrefixWatch watch() {
        return watch;
    }

    List<WatchEvent> told() {
        return List.copyOf(told);
    }

    List<Exception> faults() {
        return List.copyOf(faults);
    }

    /** What was told but for SYNCED, in a form that is easy to compare. */
    List<String> changes() {
        return told().stream()
                .filter(event -> event.type() != Type.SYNCED)
                .map(WatchRun::line)
                .toList();
    }

    long synced() {
        return told().stream().filter(event -> event.type() == Type.SYNCED).count();
    }

    WatchRun awaitSynced(long times) {
        await().atMost(PATIENCE).until(() -> synced() >= times);
        return this;
    }

    WatchRun awaitChanges(long count) {
        await().atMost(PATIENCE).until(() -> changes().size() >= count);
        return this;
    }

    WatchRun awaitTold(String change) {
        await().atMost(PATIENCE).until(() -> changes().contains(change));
        return this;
    }

    WatchRun awaitConnected() {
        await().atMost(PATIENCE).until(watch::isConnected);
        return this;
    }

    static String line(WatchEvent event) {
        return (event.type() + " " + event.key() + " " + event.value()).strip();
    }

    private PrefixWatch.Handler handler() {
        return new PrefixWatch.Handler() {
            @Override
            public void handle(WatchEvent event) throws Exception {
                before.get().take(event);
                told.add(event);
            }

            @Override
            public void failed(Exception fault) {
                faults.add(fault);
            }
        };
    }

    /** Waits for its thread, so that the state may go to another. */
    @Override
    public void close() {
        watch.close();
        await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }
}
