package caravan.testkit;

import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sends one request after the other at a fixed pace, whatever becomes of those before. Ends when it is closed.
 * Thread-safe.
 */
public final class AdminLoad implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ConcurrentLinkedQueue<CompletableFuture<Outcome>> asked = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param pace from one request to the next */
    public static AdminLoad of(Duration pace, Supplier<CompletableFuture<Outcome>> request) {
        AdminLoad load = new AdminLoad();
        load.clock.scheduleAtFixedRate(() -> load.asked.add(request.get()), 0, pace.toMillis(), TimeUnit.MILLISECONDS);
        return load;
    }

    /** Adds tasks that were never added before, each at the next master. */
    public static AdminLoad adds(MasterCluster cluster, Duration pace) {
        AtomicInteger turn = new AtomicInteger();
        return of(pace, () -> {
            List<Node> masters = cluster.nodes().masters();
            Node next = masters.get(turn.getAndIncrement() % masters.size());
            return cluster.client().add(next, cluster.nextTask());
        });
    }

    /** What has come back so far. */
    public List<Outcome> outcomes() {
        return asked.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    /** Waits for one of the requests sent after {@code instant} to such a master to be answered 200. */
    public Outcome awaitOk(long instant, Predicate<String> master) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> firstOk(instant, master), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Outcome> firstOk(long instant, Predicate<String> master) {
        return outcomes().stream()
                .filter(outcome -> outcome.sentAt() - instant > 0 && outcome.isOk() && master.test(outcome.master()))
                .min((a, b) -> Long.compare(a.endedAt() - b.endedAt(), 0));
    }

    /** Sends no more, and waits for all answers. */
    public List<Outcome> stop() {
        close();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** Sends no more. */
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
