package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cluster of real processes on loopback: etcd, masters and workers of the jar under test, each in a folder of its
 * own. Everything is killed when it is closed. Nodes are started by one thread; questions may come from any.
 */
public final class Cluster implements AutoCloseable {
    /** The lease of all nodes: short, so that tests need not wait long for it to end. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    private static final Duration START = Duration.ofSeconds(90);

    private final Path folder;
    private final EtcdServer etcd;
    private final String endpoints;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();

    /**
     * One node; started again it keeps its id, ports and folder.
     *
     * @param role master or worker
     * @param more further arguments
     */
    public record Node(String role, String id, int http, int grpc, List<String> more, CaravanProcess process) {
        public RestClient rest() {
            return new RestClient(http);
        }

        public boolean isReady() {
            try {
                return rest().get("/observe/health/ready").status() == 200;
            } catch (UncheckedIOException e) {
                return false;
            }
        }

        public Node awaitReady() {
            await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(process.isAlive())
                        .as("%s ended: %s", id, process.err())
                        .isTrue();
                return isReady();
            });
            return this;
        }
    }

    public Cluster(Path folder) {
        this.folder = folder;
        etcd = EtcdServer.start();
        endpoints = etcd.endpoint();
    }

    /** @param quorum takes the place of the one etcd; it is the caller's to close */
    public Cluster(Path folder, EtcdQuorum quorum) {
        this.folder = folder;
        etcd = quorum.member(0);
        endpoints = quorum.endpoints();
    }

    /** Its etcd; where that is a quorum, the first member. */
    public EtcdServer etcd() {
        return etcd;
    }

    /** Starts masters {@code m1…} and workers {@code w1…} side by side, and waits until all are ready. */
    public Cluster start(int masters, int workers, String... more) {
        List<Node> started = new ArrayList<>();
        for (int i = 1; i <= masters; i++) {
            started.add(launch("master", "m" + i, endpoints, more));
        }
        for (int i = 1; i <= workers; i++) {
            started.add(launch("worker", "w" + i, endpoints, more));
        }
        started.forEach(Node::awaitReady);
        return this;
    }

    /** Starts a node without waiting for it. @param endpoint of etcd, or of a proxy before it */
    public Node launch(String role, String id, String endpoint, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-Pcaravan.etcd.endpoints=" + endpoint));
        arguments.addAll(List.of(more));
        return run(role, id, Ports.free(), Ports.free(), arguments);
    }

    /** Starts a node that has ended as it was started before, without waiting for it. */
    public Node relaunch(String id) {
        Node before = node(id);
        assertThat(before.process().isAlive()).as(id + " is still alive").isFalse();
        return run(before.role(), id, before.http(), before.grpc(), before.more());
    }

    private Node run(String role, String id, int http, int grpc, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                role,
                "--id=" + id,
                "--http=127.0.0.1:" + http,
                "--grpc=127.0.0.1:" + grpc,
                "-Pcaravan.cluster.lease=" + LEASE.toSeconds() + "s",
                "-Pcaravan.fetch.allow-private=true",
                "-Pcaravan.fetch.retry-wait=10ms",
                "-Pcaravan.robots.retry-wait=10ms",
                "-Pcaravan.fetch.user-agent=" + id + "/1 (test)"));
        arguments.addAll(more);
        CaravanProcess process = CaravanProcess.start(folderOf(id), arguments.toArray(new String[0]));
        Node node = new Node(role, id, http, grpc, more, process);
        nodes.put(id, node);
        return node;
    }

    /** The folder of a node: its tasks, its records, what it said. */
    public Path folderOf(String id) {
        try {
            return Files.createDirectories(folder.resolve(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Node node(String id) {
        return nodes.get(id);
    }

    public List<Node> masters() {
        return new TreeMap<>(nodes)
                .values().stream().filter(node -> node.role().equals("master")).toList();
    }

    public List<Node> workers() {
        return new TreeMap<>(nodes)
                .values().stream().filter(node -> node.role().equals("worker")).toList();
    }

    /** The master that says that it leads, if one does. */
    public Optional<Node> leader() {
        return masters().stream().filter(Cluster::leads).findFirst();
    }

    public Node awaitLeader() {
        return await().atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .until(this::leader, Optional::isPresent)
                .orElseThrow();
    }

    /** A master that is alive and does not lead, while another does. */
    public Node follower() {
        awaitLeader();
        return masters().stream()
                .filter(node -> node.process().isAlive() && !leads(node))
                .findFirst()
                .orElseThrow();
    }

    private static boolean leads(Node node) {
        try {
            return node.process().isAlive()
                    && node.rest().get("/crawler/status").json().path("leading").asBoolean();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** What is stored under {@code /resources/}, by name, as etcd itself tells it. */
    public Map<String, JsonNode> resources() {
        Map<String, JsonNode> resources = new TreeMap<>();
        etcd.list("/resources/")
                .forEach((key, value) -> resources.put(key.substring("/resources/".length()), RestClient.parse(value)));
        return resources;
    }

    /** Names of the crawls that a worker says it runs. */
    public List<String> crawlsOf(String worker) {
        List<String> names = new ArrayList<>();
        node(worker)
                .rest()
                .get("/crawler/status")
                .json()
                .path("crawls")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    /** A definition of a task with one seed; it may be put to any master. */
    public static String task(String name, String seed) {
        return "{\"name\":\"%s\",\"seeds\":[\"%s\"],\"delay\":\"100ms\"}".formatted(name, seed);
    }

    @Override
    public void close() {
        nodes.values().forEach(node -> node.process().close());
        etcd.close();
    }
}
