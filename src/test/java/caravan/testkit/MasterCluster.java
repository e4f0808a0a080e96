package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Masters as processes, and workers that exist in etcd only, so that tasks can be assigned and nobody crawls them. All
 * that happens in etcd is recorded. Questions may come from any thread.
 */
public final class MasterCluster implements AutoCloseable {
    private static final int WORKERS = 4;

    private final Cluster nodes;
    private final EtcdRecorder recorder;
    private final AdminClient client = new AdminClient();
    private final AtomicInteger tasks = new AtomicInteger();

    /** Starts etcd and writes the workers; masters are started by {@link #start} or one by one. */
    public MasterCluster(Path folder) {
        nodes = new Cluster(folder);
        recorder = EtcdRecorder.of(nodes.etcd(), "/");
        IntStream.rangeClosed(1, WORKERS).forEach(number -> {
            String id = "f" + number;
            nodes.etcd()
                    .put(
                            "/workers/" + id,
                            "{\"id\":\"%s\",\"address\":\"127.0.0.1:1\",\"capacity\":10000}".formatted(id));
        });
    }

    /** @param tasks how many there are to be had by {@link #nextTask} */
    public MasterCluster start(int masters, int tasks) {
        try {
            define(IntStream.rangeClosed(1, tasks).mapToObj(MasterCluster::task));
            nodes.start(masters, 0);
            awaitActing();
            return this;
        } catch (RuntimeException | AssertionError e) {
            close(); // else the processes would outlive the test
            throw e;
        }
    }

    public Cluster nodes() {
        return nodes;
    }

    public AdminClient client() {
        return client;
    }

    /** Everything that was ever changed in etcd, in order. */
    public List<EtcdRecorder.Event> history() {
        return recorder.eventsUntilNow();
    }

    /** The same as far as it was told here yet: costs etcd nothing. */
    public List<EtcdRecorder.Event> historySoFar() {
        return recorder.events();
    }

    /** Writes definitions straight into etcd. */
    public void define(Stream<String> names) {
        names.parallel().forEach(name -> nodes.etcd()
                .put("/tasks/" + name, "{\"name\":\"%s\",\"seeds\":[\"http://127.0.0.1:1/\"]}".formatted(name)));
    }

    /** The name of a task that nobody has been given before. */
    public String nextTask() {
        return task(tasks.incrementAndGet());
    }

    private static String task(int number) {
        return "t" + number;
    }

    /** Waits until the leader assigns tasks. */
    public Node awaitActing() {
        define(Stream.of("probe"));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    Node leader = nodes.awaitLeader();
                    client.delete(leader, "probe").join();
                    Outcome added = client.add(leader, "probe").join();
                    assertThat(added.isOk()).as("%s", added).isTrue();
                });
        return nodes.awaitLeader();
    }

    /** How many resources each worker has. */
    public Map<String, Long> loads() {
        Map<String, Long> loads = new java.util.TreeMap<>();
        for (JsonNode resource : nodes.resources().values()) {
            loads.merge(resource.path("WorkerID").asText(), 1L, Long::sum);
        }
        return loads;
    }

    @Override
    public void close() {
        recorder.close();
        nodes.close();
    }
}
