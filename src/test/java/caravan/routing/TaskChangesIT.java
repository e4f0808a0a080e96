package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.RestClient.Answer;
import caravan.testkit.SlowSite;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Definitions that change while their crawls run, one definition for several sites, and crawls that are run again. */
@Timeout(120)
class TaskChangesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String YAML = "application/yaml";

    @TempDir
    static Path folder;

    private static final TestSite SITE = TestSite.start();
    private static final SlowSite SLOW = SlowSite.start(5000, Duration.ofMillis(50));
    private static CaravanProcess node;
    private static RestClient rest;

    @BeforeAll
    static void start() throws IOException {
        List.of("/", "/a", "/late", "/later", "/de", "/fr").forEach(path -> SITE.page(path, "page"));
        Files.createDirectory(folder.resolve("tasks"));
        write("live", "seeds: ['" + SLOW.url() + "']");
        write("shop", "parameters: {page: null}\nseeds: ['" + SITE.url("/${page}") + "']");
        write("often", "seeds: ['" + SITE.url("/a") + "']\nschedule: every 1s");
        int port = Ports.free();
        node = CaravanProcess.start(
                folder,
                "standalone",
                "--http=127.0.0.1:" + port,
                "--out=pages.jsonl",
                "-Pcaravan.task.delay=1ms",
                "-Pcaravan.task.robots=ignore",
                "-Pcaravan.fetch.allow-private=true",
                "-Pcaravan.schedule.every=100ms",
                "-Pcaravan.tasks.reload-every=100ms");
        node.awaitLine("standalone is up");
        rest = new RestClient(port);
        add("{'name':'live'}");
        await().atMost(PATIENCE).until(() -> SLOW.pageLog().size() > 2);
    }

    @AfterAll
    static void stop() {
        node.close();
        SITE.close();
        SLOW.close();
    }

    /** Whole, as most editors do. */
    private static void write(String name, String text) {
        try {
            Path written = Files.writeString(folder.resolve("written"), "name: " + name + "\n" + text + "\n");
            Path file = folder.resolve("tasks").resolve(name + ".yaml");
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bad, then good, then the same over REST: all with the one crawl, which goes on. */
    @Test
    void changedDefinitionReachesTheCrawlThatRunsOrIsRefusedWhole() {
        String id = resource("live").get("ID").asText();
        write("live", "seeds: ['" + SLOW.url() + "', '" + SITE.url("/late") + "']\ncolour: red");
        JsonNode problem = await().atMost(PATIENCE)
                .until(() -> rest.get("/crawler/status").json().at("/problems/tasks~1live.yaml"), JsonNode::isObject);
        assertThat(problem.get("reason").asText()).contains("live.yaml:3", "colour");
        assertThat(node.err().lines().filter(line -> line.contains("not taken")))
                .hasSize(1);
        assertThat(rest.get("/crawler/tasks/live").json().get("seeds")).hasSize(1);

        write("live", "seeds: ['" + SLOW.url() + "', '" + SITE.url("/late") + "']");
        awaitHit("/late");
        assertThat(rest.get("/crawler/status").json().get("problems")).isEmpty();
        assertThat(rest.get("/crawler/tasks/live").json().get("seeds")).hasSize(2);

        Answer answer = put("live", "name: live\nseeds: ['" + SITE.url("/later") + "']\n");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        awaitHit("/later");
        JsonNode live = resource("live");
        assertThat(live.get("ID").asText()).isEqualTo(id);
        assertThat(live.at("/Crawl/state").asText()).isEqualTo("running");
        assertThat(live.at("/Crawl/runs").asInt()).isEqualTo(1);
    }

    @Test
    void newFileIsANewTask() {
        write("fresh", "seeds: ['" + SITE.url("/a") + "']");
        await().atMost(PATIENCE).until(() -> rest.get("/crawler/tasks/fresh").status() == 200);
    }

    @Test
    void takesYamlOverRest() {
        String yaml = "name: 书\nseeds:\n  - https://shop.example/书\n";
        assertThat(put("%E4%B9%A6", yaml).status()).isEqualTo(201);
        assertThat(rest.send("PUT", "/crawler/tasks/%E4%B9%A6", "text/yaml; charset=utf-8", yaml)
                        .status())
                .isEqualTo(200);
        JsonNode task = rest.get("/crawler/tasks/%E4%B9%A6").json();
        assertThat(task.get("seeds").get(0).asText()).isEqualTo("https://shop.example/书");
        Answer bad = put("x", "name: x\nseeds: [http://h/]\ncolour: red\n");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().get("detail").asText()).contains("task:3", "colour");
        assertThat(put("x", "name: [").status()).isEqualTo(400);
        assertThat(rest.get("/crawler/tasks/x").status()).isEqualTo(404);
    }

    @Test
    void oneDefinitionServesSeveralResources() {
        add("{'id':'any','name':'shop-de','task':'shop','values':{'page':'de'}}");
        add("{'name':'shop-fr','task':'shop','values':{'page':'fr'}}");
        awaitHit("/de");
        awaitHit("/fr");
        JsonNode resource = resource("shop-de");
        assertThat(resource.fieldNames())
                .toIterable()
                .containsExactly(
                        "ID", "Name", "AssignedNode", "CreationTime", "WorkerID", "Epoch", "Task", "Values", "Crawl");
        assertThat(resource.get("Task").asText()).isEqualTo("shop");
        assertThat(resource.at("/Values/page").asText()).isEqualTo("de");

        assertRefused(400, "needs a value", "{'name':'shop'}");
        assertRefused(400, "colour", "{'name':'x','task':'shop','values':{'page':'1','colour':'red'}}");
        assertRefused(404, "no task named 'shup'", "{'name':'x','task':'shup'}");
        assertRefused(400, "the body must be", "{'name':'x','task':'shop','values':[]}");
        assertRefused(400, "value 'page' is null", "{'name':'x','task':'shop','values':{'page':null}}");
        Answer unfit = put("shop", "name: shop\nseeds: ['" + SITE.url("/a") + "']\n");
        assertThat(unfit.status()).isEqualTo(400);
        assertThat(unfit.json().get("detail").asText()).contains("resource 'shop-de' could not go on with it");
        assertThat(rest.get("/crawler/tasks/shop").body()).contains("${page}");
    }

    @Test
    void runsAgainAsItsScheduleSays() {
        add("{'name':'often'}");
        String id = resource("often").get("ID").asText();
        JsonNode resource = await().atMost(PATIENCE)
                .until(() -> resource("often"), now -> now.at("/Crawl/runs").asInt() >= 3);
        assertThat(resource.get("ID").asText()).isEqualTo(id);
        await().atMost(PATIENCE)
                .until(() -> resource("often").at("/Crawl/nextRun").asText().startsWith("20"));
        assertThat(resource("often").at("/Crawl/records").asInt())
                .as("of one run")
                .isLessThanOrEqualTo(1);
        rest.delete("/crawler/resource/often");
        assertThat(rest.get("/crawler/status").json().at("/crawls/often").isMissingNode())
                .isTrue();
    }

    private static void awaitHit(String path) {
        await().atMost(PATIENCE)
                .until(() -> SITE.log().stream().anyMatch(hit -> hit.path().equals(path)));
    }

    private static Answer put(String name, String yaml) {
        return rest.send("PUT", "/crawler/tasks/" + name, YAML, yaml);
    }

    private static JsonNode resource(String name) {
        return rest.get("/crawler/resource/" + name).json();
    }

    /** @param body JSON with single quotes */
    private static void add(String body) {
        Answer answer = rest.post("/crawler/resource", body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void assertRefused(int status, String detail, String body) {
        Answer answer = rest.post("/crawler/resource", body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }
}
