package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command-line client, as people and scripts use it, against a real node. */
@Timeout(120)
class ClientCommandsIT {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @TempDir
    static Path nodeFolder;

    @TempDir
    Path folder;

    private static final TestSite SITE = TestSite.start();
    private static CaravanProcess node;
    private static RestClient rest;
    private static String up;
    private static String down;

    /** What a command came to. */
    private record Run(int exitCode, String out, String err) {
        JsonNode json() {
            try {
                return new JsonMapper().readTree(out);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("not JSON: " + out, e);
            }
        }
    }

    @BeforeAll
    static void start() throws IOException {
        SITE.page("/", "home").page("/crawler/resource", "no JSON");
        Files.createDirectory(nodeFolder.resolve("tasks"));
        for (String name : List.of("shop", "书", "news")) {
            Files.writeString(
                    nodeFolder.resolve("tasks").resolve(name.length() + name.hashCode() + ".yaml"),
                    "name: %s\nseeds: ['%s']\n".formatted(name, SITE.url("/")));
        }
        int port = Ports.free();
        node = CaravanProcess.standalone(nodeFolder, port);
        rest = new RestClient(port);
        up = "127.0.0.1:" + port;
        down = "127.0.0.1:" + Ports.free();
    }

    @AfterAll
    static void stop() {
        node.close();
        SITE.close();
    }

    @Test
    void definesAddsAndDeletesATask() throws IOException {
        Files.writeString(folder.resolve("quotes.yaml"), "name: quotes\nseeds: ['" + SITE.url("/") + "']\ndepth: 3\n");
        assertDone(run("task define quotes.yaml --master UP"), "defined quotes");
        assertThat(rest.get("/crawler/tasks/quotes").json().get("depth").asInt())
                .isEqualTo(3);
        assertDone(run("task define quotes.yaml --master UP"), "redefined quotes");

        assertDone(run("task add quotes --master UP"), "added quotes: runs on standalone (" + up + ")");
        assertFailed(run("task add quotes --master UP"), "resource 'quotes' was added already");
        assertDone(run("task delete quotes --master UP"), "deleted quotes");
        assertFailed(run("task delete quotes --master UP"), "no resource named 'quotes'");
        assertFailed(run("task add nobody --master UP"), "no task named 'nobody'");
    }

    @Test
    void addsATemplateWithValuesAndShowsOfWhichItIs() throws IOException {
        Files.writeString(
                folder.resolve("any.yaml"),
                "name: any\nparameters: {site: null}\nseeds: ['http://${site}/?a=1']\nrobots: ignore\n");
        assertDone(run("task define any.yaml --master UP"), "defined any");
        assertFailed(run("task add any --master UP"), "needs a value");
        assertFailed(run("task add any --set=colour=red --master UP"), "colour");
        assertDone(
                run("task add any-de --task any --set site=h.invalid --master UP"),
                "added any-de: runs on standalone (" + up + ")");
        JsonNode resource = rest.get("/crawler/resource/any-de").json();
        assertThat(resource.get("Task").asText()).isEqualTo("any");
        assertThat(resource.at("/Values/site").asText()).isEqualTo("h.invalid");
        assertThat(run("task list --master UP").out().lines())
                .anyMatch(line -> line.matches("any-de \\(any\\) +standalone .*"));
        assertDone(run("task delete any-de --master UP"), "deleted any-de");
    }

    @Test
    void answersScriptsInJson() throws IOException {
        Files.writeString(folder.resolve("j.json"), "{\"name\":\"j\",\n\t\"seeds\":[\"" + SITE.url("/") + "\"]}");
        assertThat(run("task define j.json --json --master UP")
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo("j");
        Run added = run("task add j --json --master UP");
        assertThat(added.json().get("Address").asText()).isEqualTo(up);
        assertThat(run("task list --json --master UP").json())
                .extracting(resource -> resource.get("Name").asText())
                .contains("j");
        JsonNode status = run("status --json --master DOWN,UP").json();
        assertThat(status.at("/leader/id").asText()).isEqualTo("standalone");
        assertThat(status.at("/masters/0/up").asBoolean()).isFalse();
        assertThat(status.at("/masters/1/role").asText()).isEqualTo("standalone");
        assertThat(status.at("/workers/0/address").asText()).isEqualTo(up);
        assertThat(status.get("resources")).isNotEmpty();
        assertDone(run("task delete j --json --master UP"), "{}");
    }

    @Test
    void listsTasksInATable() {
        assertThat(rest.post("/crawler/resource", "{\"name\":\"shop\"}").status())
                .isEqualTo(200);
        assertThat(rest.post("/crawler/resource", "{\"name\":\"书\"}").status()).isEqualTo(200);
        Run list = run("task list --master UP");
        assertThat(list.exitCode()).as(list.err()).isEqualTo(DONE);
        assertThat(list.err()).isEmpty();
        assertThat(list.out().lines())
                .anyMatch(line -> line.matches("NAME +WORKER +STATE +RECORDS +QUEUED +AGE"))
                .anyMatch(line -> line.matches("shop +standalone +(running|finished) +[01] +\\d+ +\\d+s"))
                .anyMatch(line -> line.matches("书 +standalone .*"));
    }

    @Test
    void showsWhoLeadsAndWhoIsDown() {
        Run status = run("status --master DOWN,http://UP/");
        assertThat(status.exitCode()).as(status.err()).isEqualTo(DONE);
        assertThat(status.out().lines())
                .contains("leader     standalone (" + up + ")")
                .anyMatch(line -> line.matches("http://" + down + " .* down: connection refused"))
                .anyMatch(line -> line.matches("http://" + up + " +standalone +standalone +0\\.\\S+ +up"))
                .anyMatch(line -> line.matches("standalone +" + up + " +\\d+"))
                .anyMatch(line -> line.startsWith("resources  "));
    }

    @Test
    void asksTheNextMasterWhenOneIsDown() {
        Run added = run("task add news --master DOWN --master UP");
        assertThat(added.exitCode()).isEqualTo(DONE);
        assertThat(added.err().lines())
                .containsExactly("caravan: http://" + down + ": connection refused; trying http://" + up);
    }

    @Test
    void namesTheMastersWhenNoneAnswers() {
        Run run = run("status --master DOWN");
        assertFailed(run, "no master answers: http://" + down + " (connection refused)");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void saysWhenItTalksToSomethingElse() {
        assertFailed(run("task list --master " + SITE.url("/")), "something else than the JSON of a master");
    }

    @Test
    void refusesATaskWithAFaultInOneLine() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "name: x\nseads: [http://h/]\n");
        Run run = run("task define bad.yaml --master UP");
        assertThat(run.exitCode()).isEqualTo(USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("caravan: ")
                .contains("bad.yaml:2: unknown key 'seads'")
                .doesNotContain("Exception", "\tat ");
    }

    /** It runs where no node could start. */
    @Test
    void doesNotMindBadSettings() throws IOException {
        Files.writeString(folder.resolve("caravan.properties"), "caravan.nope=1\n");
        assertThat(run("task list --master UP").exitCode()).isEqualTo(DONE);
    }

    private Run run(String command) {
        List<String> arguments = new ArrayList<>();
        for (String word : command.split(" +")) {
            arguments.add(word.replace("UP", up).replace("DOWN", down));
        }
        try (CaravanProcess process = CaravanProcess.start(folder, arguments.toArray(String[]::new))) {
            return new Run(process.exitCode(), process.out(), process.err());
        }
    }

    private static void assertDone(Run run, String out) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(DONE);
        assertThat(run.out()).isEqualTo(out + "\n");
        assertThat(run.err()).isEmpty();
    }

    private static void assertFailed(Run run, String message) {
        assertThat(run.exitCode()).isEqualTo(FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("caravan: ").contains(message);
    }
}
