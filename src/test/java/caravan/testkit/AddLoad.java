package caravan.testkit;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Adds tasks that were never added before, one after the other at a fixed pace, each at the next master, whatever
 * becomes of those before. Ends when it is closed. Thread-safe.
 */
public final class AddLoad implements AutoCloseable {
    private final MasterCluster cluster;
    private final ConcurrentLinkedQueue<CompletableFuture<Outcome>> asked = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int turn;

    private AddLoad(MasterCluster cluster) {
        this.cluster = cluster;
    }

    /** @param pace from one add to the next */
    public static AddLoad start(MasterCluster cluster, Duration pace) {
        AddLoad load = new AddLoad(cluster);
        load.clock.scheduleAtFixedRate(load::addOne, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
        return load;
    }

    private void addOne() {
        List<Node> masters = cluster.nodes().masters();
        asked.add(cluster.client().add(masters.get(turn++ % masters.size()), cluster.nextTask()));
    }

    /** What has come back so far. */
    public List<Outcome> outcomes() {
        return asked.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    /** The first add to end, among those sent after {@code instant}, that was carried out by way of such a master. */
    public Optional<Outcome> firstOk(long instant, Predicate<String> master) {
        return outcomes().stream()
                .filter(outcome -> outcome.sentAt() - instant > 0 && outcome.isOk() && master.test(outcome.master()))
                .min((a, b) -> Long.compare(a.endedAt() - b.endedAt(), 0));
    }

    /** Sends no more, and waits for all answers. */
    public List<Outcome> stop() {
        close();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
