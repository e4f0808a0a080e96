package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.RestClient.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Tasks that a cluster crawls without end, each on a site of its own. For one thread. */
public final class EndlessCrawls implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOT_NOW = 503;

    private final Cluster cluster;
    private final Map<String, EndlessSite> sites = new TreeMap<>();

    public EndlessCrawls(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Adds that many, named by the prefix and a number, and waits until each is well under way. */
    public List<String> add(String prefix, int howMany) {
        List<String> names =
                IntStream.range(0, howMany).mapToObj(i -> prefix + "-" + i).toList();
        names.forEach(this::add);
        names.forEach(name -> site(name).awaitMore(3));
        return names;
    }

    /** Adds one, without waiting for its crawl. @return the id of its worker */
    public String add(String name) {
        define(name);
        return addResource(name);
    }

    /** Adds the resource of one that is defined already, once there is a leader for it. @return the id of its worker */
    public String addResource(String name) {
        String request = "{\"id\":\"any\",\"name\":\"%s\"}".formatted(name);
        Answer added = await().atMost(PATIENCE)
                .until(
                        () -> cluster.awaitLeader().rest().post("/crawler/resource", request),
                        answer -> answer.status() != NOT_NOW);
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        return added.json().path("id").asText();
    }

    /** Stores its definition; the site is there at once. */
    public void define(String name) {
        Answer defined = cluster.awaitLeader().rest().put("/crawler/tasks/" + name, definition(name));
        assertThat(defined.status()).as(defined.body()).isBetween(200, 201);
    }

    public String definition(String name) {
        return Cluster.task(name, site(name).url());
    }

    /** @param name of a task that may yet have to be added */
    public EndlessSite site(String name) {
        return sites.computeIfAbsent(name, added -> EndlessSite.start());
    }

    /** Those of the names that are assigned to this worker, as etcd tells it. */
    public List<String> of(String worker, List<String> names) {
        Map<String, JsonNode> resources = cluster.resources();
        return names.stream()
                .filter(name -> resources.get(name).path("WorkerID").asText().equals(worker))
                .toList();
    }

    /** Waits until each is crawled by another than this worker. @return seconds that the last one took, since then */
    public double awaitElsewhere(String worker, List<String> names, long sinceNanos) {
        return names.stream()
                .mapToLong(name ->
                        site(name).awaitPageByAnother(worker, sinceNanos).arrivalNanos() - sinceNanos)
                .mapToDouble(nanos -> nanos / (double) TimeUnit.SECONDS.toNanos(1))
                .max()
                .orElseThrow();
    }

    /** Deletes everything that is assigned, and waits until no worker that is alive crawls anything. */
    public void deleteAll() {
        cluster.etcd().list("/resources/").keySet().forEach(cluster.etcd()::delete);
        await().atMost(PATIENCE).until(() -> cluster.workers().stream()
                .filter(node -> node.process().isAlive())
                .allMatch(node -> cluster.crawlsOf(node.id()).isEmpty()));
    }

    @Override
    public void close() {
        sites.values().forEach(EndlessSite::close);
    }
}
