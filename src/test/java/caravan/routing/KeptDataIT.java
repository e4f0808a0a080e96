package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.RestClient.Answer;
import caravan.testkit.SmallDisk;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that is its own cluster has still after it was killed, and what it does where it cannot keep it. */
@Timeout(180)
class KeptDataIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int KILLED = 137;

    @TempDir
    Path folder;

    private final TestSite site = TestSite.start();
    private final int port = Ports.free();
    private final RestClient rest = new RestClient(port);

    @BeforeEach
    void defineSeed() throws IOException {
        site.page("/", "a page");
        Files.createDirectory(folder.resolve("tasks"));
        Files.writeString(
                folder.resolve("tasks/seed.yaml"),
                "name: seed\nseeds: ['" + site.url("/") + "']\nrules: {page: {items: {fields: {all: body}}}}\n");
    }

    @AfterEach
    void closeSite() {
        site.close();
    }

    private CaravanProcess start(String role, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(role, "--http=127.0.0.1:" + port, "--out=pages.jsonl", "-Pcaravan.fetch.allow-private=true"));
        arguments.addAll(List.of(more));
        CaravanProcess node = CaravanProcess.start(folder, arguments.toArray(String[]::new));
        node.awaitLine(role + " is up");
        return node;
    }

    private static void kill(CaravanProcess node) {
        node.signal("KILL");
        assertThat(node.exitCode()).isEqualTo(KILLED);
    }

    @Test
    void hasWhatCameOverRestWhenItIsStartedAgainAfterAKill() {
        JsonNode before;
        try (CaravanProcess node = start("standalone", "-Pcaravan.seed-tasks=seed")) {
            assertThat(define("shop").status()).isEqualTo(201);
            add("{'name':'shop'}");
            add("{'name':'书','task':'shop'}");
            before = resources();
            assertThat(before).hasSize(3);
            kill(node);
        }
        try (CaravanProcess node = start("standalone", "-Pcaravan.seed-tasks=seed")) {
            assertThat(resources()).isEqualTo(before);
            assertThat(rest.get("/crawler/tasks/shop")
                            .json()
                            .get("seeds")
                            .get(0)
                            .asText())
                    .isEqualTo(site.url("/"));
            awaitFinished("shop");
            awaitFinished("%E4%B9%A6");
            assertThat(rest.delete("/crawler/resource/shop").status()).isEqualTo(200);
            kill(node);
        }
        try (CaravanProcess node = start("standalone")) {
            assertThat(rest.get("/crawler/resource/shop").status()).isEqualTo(404);
            assertThat(resources())
                    .extracting(each -> each.get("Name").asText())
                    .containsExactly("seed", "书");
            assertThat(rest.delete("/crawler/tasks/shop").status()).isEqualTo(200);
            kill(node);
        }
        try (CaravanProcess node = start("standalone")) {
            assertThat(rest.get("/crawler/tasks/shop").status()).isEqualTo(404);
            JsonNode problem = await().atMost(PATIENCE)
                    .until(() -> rest.get("/crawler/status").json().at("/problems/书"), JsonNode::isObject);
            assertThat(problem.get("reason").asText()).contains("no task named 'shop'");
            assertThat(define("shop").status()).isEqualTo(201);
            awaitFinished("%E4%B9%A6");
            assertThat(node.isAlive()).isTrue();
        }
    }

    @Test
    void workerWithoutAClusterKeepsItsResourcesUnderAnotherIdToo() {
        String[] more = {"--cluster=false", "--id=one", "-Pcaravan.seed-tasks=seed"};
        String id;
        try (CaravanProcess node = start("worker", more)) {
            id = resources().get(0).get("ID").asText();
            kill(node);
        }
        more[1] = "--id=two";
        try (CaravanProcess node = start("worker", more)) {
            JsonNode seed = awaitFinished("seed");
            assertThat(seed.get("ID").asText()).isEqualTo(id);
            assertThat(seed.get("WorkerID").asText()).isEqualTo("two");
            assertThat(node.isAlive()).isTrue();
        }
    }

    @Test
    void dataFolderIsHadByOneProcess() {
        try (CaravanProcess first = start("standalone")) {
            Path elsewhere = folder.resolve("elsewhere");
            String data = "-Pcaravan.data=" + folder.resolve("data");
            assertEnds(1, elsewhere, data, folder.resolve("data") + " is in use by another process");
            assertThat(first.isAlive()).isTrue();
        }
        start("standalone").close();
    }

    @Test
    void startEndsAtAFileThatCannotBeRead() throws IOException {
        Path resources = Files.createDirectories(folder.resolve("data/resources"));
        Files.writeString(resources.resolve("shop.json"), "{\"ID\":\"1\",\"Na");
        assertEnds(2, folder, "-Pcaravan.data=data", "data/resources/shop.json: holds no resource");
        assertThat(resources.resolve("shop.json")).hasContent("{\"ID\":\"1\",\"Na");
    }

    private void assertEnds(int code, Path where, String data, String message) {
        String http = "--http=127.0.0.1:" + Ports.free();
        try (CaravanProcess run = CaravanProcess.start(made(where), "standalone", http, data)) {
            assertThat(run.exitCode()).isEqualTo(code);
            assertThat(run.err().lines()).singleElement().asString().contains(message);
        }
    }

    private static Path made(Path where) {
        try {
            return Files.createDirectories(where);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fullDiskIsToldToTheCallerUntilThereIsRoom() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(1)) {
            Path data = disk.folder("data");
            try (CaravanProcess node = start("standalone", "-Pcaravan.data=" + data)) {
                disk.fill(0);
                assertPutOff(define("shop"), data);
                assertThat(rest.get("/crawler/tasks/shop").status()).isEqualTo(404);
                assertPutOff(rest.post("/crawler/resource", "{\"name\":\"seed\"}"), data);
                assertThat(resources()).isEmpty();
                disk.makeRoom();
                assertThat(define("shop").status()).isEqualTo(201);
                add("{'name':'seed'}");
                awaitFinished("seed");
                assertThat(node.err()).doesNotContain("Exception");
            }
        }
    }

    private static void assertPutOff(Answer answer, Path data) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains(data.toString(), "No space left on device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check tasks/seed.yaml",
                "try tasks/seed.yaml SITE",
                "crawl SITE --out=-",
                "demo --max-pages=3",
            })
    void whatRunsOnceKeepsNothing(String commandLine) throws IOException {
        try (CaravanProcess run = CaravanProcess.start(
                folder, commandLine.replace("SITE", site.url("/")).split(" "))) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("tasks", "stdout.txt", "stderr.txt");
        }
    }

    private Answer define(String name) {
        return rest.put("/crawler/tasks/" + name, "{\"name\":\"" + name + "\",\"seeds\":[\"" + site.url("/") + "\"]}");
    }

    /** @param body JSON with single quotes */
    private void add(String body) {
        Answer answer = rest.post("/crawler/resource", body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** As they are kept: without how far their crawls are. */
    private JsonNode resources() {
        JsonNode all = rest.get("/crawler/resource").json();
        all.forEach(each -> ((ObjectNode) each).remove("Crawl"));
        return all;
    }

    private JsonNode awaitFinished(String path) {
        return await().atMost(PATIENCE)
                .until(
                        () -> rest.get("/crawler/resource/" + path).json(),
                        resource -> resource.at("/Crawl/state").asText().equals("finished"));
    }
}
