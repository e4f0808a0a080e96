package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.SlowSite;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A standalone node from outside: tasks come and go over REST, pages end up in its file. */
@Timeout(120)
class StandaloneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int CHURN = 100;
    private static final int ORIGINS = 3;

    @TempDir
    static Path folder;

    private static final TestSite SMALL = TestSite.start();
    private static final TestSite PRIVATE = TestSite.start();
    private static final SlowSite SLOW = SlowSite.start(500, Duration.ofMillis(100));
    private static CaravanProcess node;
    private static RestClient rest;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        SMALL.page("/", "<a href=/a>a</a> <a href=/b>b</a> <a href=/gone>gone</a>");
        SMALL.page("/a", "a").page("/b", "b");
        PRIVATE.page("/", "not for callers");
        Files.createDirectory(folder.resolve("tasks"));
        task("small", SMALL.url("/"), "delay: 1ms");
        task("twice", SMALL.url("/"), "delay: 1ms");
        task("stays", SMALL.url("/"), "delay: 1ms");
        task("slow", SLOW.url(), "delay: 0ms\nper-host: 4\nrobots: ignore");
        IntStream.range(0, CHURN).forEach(i -> task("churn-" + i, SMALL.url("/"), "delay: 1ms"));
        int port = Ports.free();
        address = "127.0.0.1:" + port;
        node = CaravanProcess.standalone(folder, port);
        rest = new RestClient(port);
    }

    @AfterAll
    static void stop() {
        node.close();
        List.of(SMALL, PRIVATE).forEach(TestSite::close);
        SLOW.close();
    }

    private static void task(String name, String seed, String more) {
        try {
            Files.writeString(
                    folder.resolve("tasks").resolve(name + ".yaml"),
                    "name: %s\nseeds: ['%s']\n%s\n".formatted(name, seed, more));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void listsTheTasksOfItsFolder() {
        assertThat(rest.get("/crawler/tasks").json())
                .extracting(task -> task.get("name").asText())
                .contains("small", "slow", "churn-0");
        JsonNode small = rest.get("/crawler/tasks/small").json();
        assertThat(small.get("seeds").get(0).asText()).isEqualTo(SMALL.url("/"));
        assertThat(small.get("delay").asText()).isEqualTo("1ms");
    }

    @Test
    void crawlsWhatIsAddedAndShowsHowFarItIs() {
        Instant before = Instant.now();
        JsonNode worker = add("small");
        assertThat(worker.get("id").asText()).isEqualTo("standalone");
        assertThat(worker.get("Address").asText()).isEqualTo(address);

        JsonNode resource = awaitState("small", "finished");
        assertThat(resource.fieldNames())
                .toIterable()
                .containsExactly("ID", "Name", "AssignedNode", "CreationTime", "WorkerID", "Epoch", "Crawl");
        assertThat(resource.get("ID").asText()).isNotEmpty();
        assertThat(resource.get("Name").asText()).isEqualTo("small");
        assertThat(resource.get("AssignedNode").asText()).isEqualTo("standalone|" + address);
        assertThat(resource.get("WorkerID").asText()).isEqualTo("standalone");
        assertThat(resource.get("Epoch").asLong()).isEqualTo(1);
        assertThat(Instant.EPOCH.plus(resource.get("CreationTime").asLong(), ChronoUnit.NANOS))
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(resource.at("/Crawl/records").asLong()).isEqualTo(4);
        assertThat(resource.at("/Crawl/responses/2xx").asLong()).isEqualTo(3);
        assertThat(resource.at("/Crawl/responses/4xx").asLong()).isEqualTo(1);
        assertThat(rest.get("/crawler/resource").json())
                .filteredOn(each -> each.get("Name").asText().equals("small"))
                .singleElement()
                .satisfies(each -> assertThat(each.get("ID")).isEqualTo(resource.get("ID")));
        assertThat(urlsOf("small"))
                .containsExactlyInAnyOrder(SMALL.url("/"), SMALL.url("/a"), SMALL.url("/b"), SMALL.url("/gone"));
    }

    @Test
    void takesAwayByBodyAndByPath() {
        add("twice");
        assertThat(rest.send("DELETE", "/crawler/resource", RestClient.JSON, "{\"name\":\"twice\"}")
                        .body())
                .isEqualTo("{}");
        assertThat(rest.get("/crawler/resource/twice").status()).isEqualTo(404);
        add("twice");
        RestClient.Answer answer = rest.delete("/crawler/resource/twice");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(rest.get("/crawler/resource/twice").status()).isEqualTo(404);
    }

    @Test
    void deletedTaskDropsWhatItHadQueuedAndCrawlsAfreshWhenAddedAgain() {
        String first = addAndGetId("slow");
        await().atMost(PATIENCE).until(() -> SLOW.pageLog().size() >= 20);
        rest.delete("/crawler/resource/slow");
        long deleted = System.nanoTime();
        awaitQuiet(SLOW);
        List<TestSite.Hit> firstRun = SLOW.pageLog();
        assertThat(firstRun).hasSizeLessThan(SLOW.size()).allSatisfy(hit -> assertThat(hit.arrivalNanos() - deleted)
                .isLessThan(TimeUnit.SECONDS.toNanos(1)));
        assertThat(rest.get("/crawler/status").json().get("crawls").has("slow")).isFalse();

        SLOW.hurry();
        String second = addAndGetId("slow");
        JsonNode crawl = awaitState("slow", "finished").get("Crawl");
        assertThat(second).isNotEqualTo(first);
        assertThat(crawl.get("records").asInt()).isEqualTo(SLOW.size());
        assertThat(SLOW.pageLog().stream().skip(firstRun.size()).map(TestSite.Hit::path))
                .hasSize(SLOW.size())
                .doesNotHaveDuplicates()
                .contains("/");
        rest.delete("/crawler/resource/slow");
    }

    /** Waits until the site has not been asked for two seconds. */
    private static void awaitQuiet(SlowSite site) {
        await().atMost(PATIENCE).until(() -> {
            List<TestSite.Hit> log = site.pageLog();
            return System.nanoTime() - log.get(log.size() - 1).arrivalNanos() > TimeUnit.SECONDS.toNanos(2);
        });
    }

    @Test
    void definitionsComeAndGoOverRest() {
        String json = "{\"name\":\"web\",\"seeds\":[\"http://example.org/\"],\"depth\":%d}";
        assertThat(rest.put("/crawler/tasks/web", json.formatted(1)).status()).isEqualTo(201);
        assertThat(rest.put("/crawler/tasks/web", json.formatted(2)).status()).isEqualTo(200);
        assertThat(rest.get("/crawler/tasks/web").json().get("depth").asInt()).isEqualTo(2);
        assertThat(rest.delete("/crawler/tasks/web").status()).isEqualTo(200);
        assertThat(rest.get("/crawler/tasks/web").status()).isEqualTo(404);
    }

    @Test
    void taskThatCameOverRestMayNotFetchFromThisMachine() {
        String task = "{\"name\":\"sneaky\",\"seeds\":[\"%s\"]}".formatted(PRIVATE.url("/"));
        assertThat(rest.put("/crawler/tasks/sneaky", task).status()).isEqualTo(201);
        add("sneaky");
        JsonNode crawl = awaitState("sneaky", "finished").get("Crawl");
        assertThat(crawl.at("/refused/address").asLong()).isPositive();
        assertThat(crawl.get("records").asLong()).isZero();
        assertThat(PRIVATE.log()).isEmpty();
    }

    @Test
    void tellsWhatItIs() {
        JsonNode status = rest.get("/crawler/status").json();
        assertThat(status.get("role").asText()).isEqualTo("standalone");
        assertThat(status.get("instance").asText()).isNotEmpty();
        JsonNode workers = rest.get("/crawler/workers").json();
        assertThat(workers).hasSize(1);
        assertThat(workers.get(0).get("address").asText()).isEqualTo(address);
        assertThat(rest.get("/crawler/leader").json().get("address").asText()).isEqualTo(address);
        assertThat(rest.get("/crawler/openapi.json").json().get("paths").fieldNames())
                .toIterable()
                .contains("/crawler/resource", "/crawler/resource/{name}", "/crawler/tasks", "/crawler/tasks/{name}")
                .contains("/crawler/status", "/crawler/workers", "/crawler/leader");
        assertThat(rest.get("/observe/health").json().get("status").asText()).isEqualTo("UP");
        RestClient.Answer metrics = rest.get("/observe/metrics");
        assertThat(metrics.contentType()).startsWith("text/plain");
        assertThat(metrics.body().lines())
                .contains("# TYPE camel_exchanges_total counter", "# TYPE caravan_records gauge");
    }

    /** Warmed up, a round of a hundred tasks costs no thread and less than 1 MiB of what stays on the heap. */
    @Test
    void tasksThatAreGoneLeaveNothingBehind() {
        add("stays");
        awaitState("stays", "finished");
        churn();
        int threads = node.threads();
        long bytes = awaitNoCrawls();
        churn();
        churn();
        assertThat(awaitNoCrawls() - bytes).as("bytes kept").isLessThan(1 << 20);
        assertThat(node.threads()).isLessThanOrEqualTo(threads + 2);
    }

    private static void churn() {
        for (int i = 0; i < CHURN; i++) {
            String path = "/crawler/resource/churn-" + i;
            add("churn-" + i);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> rest.get(path).json().has("Crawl"));
            assertThat(rest.delete(path).body()).isEqualTo("{}");
        }
    }

    /** @return bytes on the heap once it holds nothing of the crawls that were deleted */
    private static long awaitNoCrawls() {
        long crawls = rest.get("/crawler/status").json().get("crawls").size();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        node::liveHeap,
                        heap -> heap.count("caravan.pipeline.Job") == crawls
                                && heap.count("caravan.frontier.FrontierCore") == crawls
                                && heap.count("caravan.frontier.GatePlace") <= ORIGINS)
                .bytes();
    }

    private static JsonNode add(String name) {
        RestClient.Answer answer = rest.post("/crawler/resource", "{\"id\":\"any\",\"name\":\"%s\"}".formatted(name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String addAndGetId(String name) {
        add(name);
        return rest.get("/crawler/resource/" + name).json().get("ID").asText();
    }

    private static JsonNode awaitState(String name, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> rest.get("/crawler/resource/" + name).json(),
                        resource -> resource.at("/Crawl/state").asText().equals(state));
    }

    private static List<String> urlsOf(String task) {
        return CommandLineRun.read(folder.resolve("pages.jsonl")).stream()
                .filter(each -> each.get("task").asText().equals(task))
                .map(each -> each.get("url").asText())
                .toList();
    }
}
