package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.GraphSite;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.SmallDisk;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Crawls whose disk, of both what is kept of them and their output, is full in their middle: they say so, wait, and
 * lose nothing, whatever is done to them meanwhile. The sites count what was fetched.
 */
@Timeout(300)
class FullDiskIT {
    private static final int PAGES = 600;
    private static final int MEBIBYTES = 48;
    /** Pages that may be on their way to the sink. */
    private static final int WINDOW = 100;

    /** The same, and those on the wire or being parsed. */
    private static final int MOST_REPEATED = WINDOW + 25;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** How long a process that cannot write may take to end, of which it gives what is in flight the half. */
    private static final Duration STOP = Duration.ofSeconds(20);

    private static final String WAITS = "the store cannot be written, the crawl waits task=";

    @TempDir
    Path folder;

    private final int port = Ports.free();
    private final RestClient rest = new RestClient(port);
    private GraphSite site;
    private GraphSite other;
    private SmallDisk disk;
    private Path data;
    private Path output;

    @BeforeEach
    void open() throws IOException {
        site = GraphSite.start(PAGES);
        other = GraphSite.start(PAGES);
        disk = SmallDisk.mount(MEBIBYTES);
        data = disk.folder("data");
        output = disk.folder("out").resolve("pages.jsonl");
    }

    @AfterEach
    void close() {
        disk.close();
        site.close();
        other.close();
    }

    @Test
    void nodeWaitsUntilThereIsRoomAndAnswersMeanwhile() throws IOException {
        try (CaravanProcess node = standalone(PAGES)) {
            add("one", site);
            add("two", other);
            awaitPages(PAGES / 4);
            disk.fill(0);
            node.awaitLine(WAITS);
            awaitStandstill();
            assertThat(rest.get("/observe/health").json().get("status").asText())
                    .isEqualTo("DOWN");
            JsonNode status = rest.get("/crawler/status").json();
            assertThat(status.get("problems").toString()).contains("No space left on device");
            assertThat(status.at("/crawls/one/state").asText()).isEqualTo("running");
            String waiting = status.get("problems").fieldNames().next();
            assertThat(rest.delete("/crawler/resource/" + waiting).status()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() ->
                            !rest.get("/crawler/status").json().get("crawls").has(waiting));
            disk.makeRoom();
            boolean firstIsLeft = waiting.equals("two");
            awaitFinished(firstIsLeft ? "one" : "two");
            assertThat(rest.get("/crawler/status").json().get("problems")).isEmpty();
            await().atMost(PATIENCE)
                    .until(
                            () -> rest.get("/observe/health")
                                    .json()
                                    .get("status")
                                    .asText(),
                            "UP"::equals);
            assertThat(node.err()).doesNotContain("Exception");
            assertWhole(firstIsLeft ? site : other, 0);
        }
        try (Stream<Path> crawls = Files.list(data.resolve("crawls"))) {
            assertThat(crawls).hasSize(1);
        }
    }

    @Test
    void nodeThatIsStoppedAndKilledWhileItsDiskIsFullGoesOnWhenThereIsRoom() throws IOException {
        try (CaravanProcess node = standalone(WINDOW)) {
            add("wide", site);
            awaitPages(PAGES / 4);
            disk.fill(0);
            node.awaitLine("cannot be written");
            node.signal("TERM");
            node.exitCodeWithin(STOP);
            assertThat(node.err()).doesNotContain("Exception");
        }
        disk.fill(0); // of what it had left over
        try (CaravanProcess node = standalone(WINDOW)) {
            await().atMost(PATIENCE)
                    .until(() -> rest.get("/crawler/status").json().at("/problems/wide"), JsonNode::isObject);
            node.signal("KILL");
        }
        disk.makeRoom();
        try (CaravanProcess node = standalone(WINDOW)) {
            awaitPages(PAGES / 2);
            disk.fill(0);
            node.awaitLine("cannot be written");
            node.signal("KILL");
        }
        disk.fill(0);
        try (CaravanProcess node = standalone(WINDOW)) {
            awaitStandstill();
            disk.makeRoom();
            awaitFinished("wide");
            assertThat(node.err()).doesNotContain("Exception");
        }
        assertWhole(site, 2 * MOST_REPEATED);
    }

    @Test
    void crawlThatIsResumedWaitsUntilThereIsRoom() throws IOException {
        try (CaravanProcess crawl = crawl(PAGES)) {
            awaitPages(PAGES / 4);
            disk.fill(0);
            crawl.awaitLine(WAITS + "crawl");
            awaitStandstill();
            disk.makeRoom();
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isZero();
            assertThat(crawl.err()).doesNotContain("Exception");
        }
        assertWhole(site, 0);
    }

    @Test
    void crawlThatIsStoppedAndKilledWhileItsDiskIsFullGoesOnWhenThereIsRoom() throws IOException {
        try (CaravanProcess crawl = crawl(WINDOW)) {
            awaitPages(PAGES / 4);
            disk.fill(0);
            crawl.awaitLine("cannot be written");
            crawl.signal("TERM");
            assertThat(crawl.exitCodeWithin(STOP)).isEqualTo(128 + 15);
            assertThat(crawl.err()).doesNotContain("Exception");
        }
        disk.fill(0);
        try (CaravanProcess crawl = crawl(WINDOW)) {
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isEqualTo(1);
            assertThat(crawl.err()).contains("No space left on device").doesNotContain("damaged", "Exception");
        }
        disk.makeRoom();
        try (CaravanProcess crawl = crawl(WINDOW)) {
            awaitPages(PAGES / 2);
            disk.fill(0);
            crawl.awaitLine("cannot be written");
            crawl.signal("KILL");
        }
        disk.makeRoom();
        try (CaravanProcess crawl = crawl(WINDOW)) {
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isZero();
        }
        assertWhole(site, 2 * MOST_REPEATED);
    }

    /** @param window pages on their way to the sink: with many, the store is full before they are too many */
    private CaravanProcess standalone(int window) {
        CaravanProcess node = CaravanProcess.start(
                folder,
                "standalone",
                "--http=127.0.0.1:" + port,
                "--out=" + output,
                "-Pcaravan.data=" + data,
                "-Pcaravan.sink.retry-wait=200ms",
                "-Pcaravan.sink.window=" + window,
                "-Pcaravan.fetch.allow-private=true");
        node.awaitLine("standalone is up");
        return node;
    }

    private CaravanProcess crawl(int window) {
        return CaravanProcess.start(
                folder,
                "crawl",
                site.url(),
                "--resume=" + data,
                "--out=" + output,
                "--delay=5ms",
                "--per-host=1",
                "--robots=ignore",
                "-Pcaravan.sink.retries=200",
                "-Pcaravan.sink.retry-wait=200ms",
                "-Pcaravan.sink.window=" + window);
    }

    private void add(String name, GraphSite seed) {
        String yaml = "name: %s\nseeds: ['%s']\ndelay: 5ms\nper-host: 1\nrobots: ignore\n".formatted(name, seed.url());
        assertThat(rest.send("PUT", "/crawler/tasks/" + name, "application/yaml", yaml)
                        .status())
                .isEqualTo(201);
        assertThat(rest.post("/crawler/resource", "{\"name\":\"" + name + "\"}").status())
                .isEqualTo(200);
    }

    private void awaitPages(int pages) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> site.requests() >= pages);
    }

    /** The site has been asked for nothing for a while. */
    private void awaitStandstill() {
        AtomicLong before = new AtomicLong(-1);
        await().atMost(PATIENCE).during(Duration.ofSeconds(2)).until(() -> {
            long now = site.requests() + other.requests();
            return before.getAndSet(now) == now;
        });
    }

    private void awaitFinished(String name) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rest.get("/crawler/resource/" + name)
                        .json()
                        .at("/Crawl/state")
                        .asText())
                .as(rest.get("/crawler/status").body())
                .isEqualTo("finished"));
    }

    private void assertWhole(GraphSite site, int mostRepeated) throws IOException {
        Set<String> urls = new HashSet<>();
        List<String> lines = Files.readAllLines(output);
        for (String line : lines) {
            urls.add(new ObjectMapper().readTree(line).path("url").asText());
        }
        assertThat(urls)
                .containsAll(IntStream.range(0, PAGES).mapToObj(site::urlOf).collect(Collectors.toSet()));
        System.out.printf("disk was full: %d pages fetched again%n", site.repeated());
        assertThat(site.repeated()).as("fetched again").isLessThanOrEqualTo(mostRepeated);
    }
}
