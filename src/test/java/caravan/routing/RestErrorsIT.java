package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import caravan.testkit.RestClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a standalone node answers to requests that it cannot fulfil. */
@Timeout(60)
class RestErrorsIT {
    @TempDir
    static Path folder;

    private static CaravanProcess node;
    private static RestClient rest;

    @BeforeAll
    static void start() throws Exception {
        String task = "name: %s\nseeds: [http://127.0.0.1:" + Ports.free() + "/]\n";
        Files.createDirectory(folder.resolve("tasks"));
        Files.writeString(folder.resolve("tasks/added.yaml"), task.formatted("added"));
        Files.writeString(folder.resolve("tasks/idle.yaml"), task.formatted("idle"));
        int port = Ports.free();
        node = CaravanProcess.standalone(folder, port);
        rest = new RestClient(port);
        assertThat(rest.post("/crawler/resource", "{\"name\":\"added\"}").status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /crawler/resource         | {\"name\":\"nobody\"} | 404 | no task named 'nobody'",
                "POST   | /crawler/resource         | {\"name\":\"added\"}  | 409 | resource 'added' was added already",
                "DELETE | /crawler/resource         | {\"name\":\"idle\"}   | 404 | no resource named 'idle'",
                "DELETE | /crawler/resource/nobody  |                       | 404 | no resource named 'nobody'",
                "DELETE | /crawler/resource/a%2Fb   |                       | 400 | task name 'a/b' must be",
                "GET    | /crawler/resource/idle    |                       | 404 | no resource named 'idle'",
                "GET    | /crawler/tasks/nobody     |                       | 404 | no task named 'nobody'",
                "DELETE | /crawler/tasks/nobody     |                       | 404 | no task named 'nobody'",
            })
    void saysWhatIsWrong(String method, String path, String body, int status, String detail) {
        assertProblem(rest.send(method, path, RestClient.JSON, body == null ? "" : body), status, detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "3",
                "\"added\"",
                "{}",
                "{\"id\":\"any\"}",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"name\":\"a/b\"}",
                "{\"name\":\"a b\"}",
                "{\"name\":\"../idle\"}",
                "{\"name\":\"idle\\u0000\"}",
                "{\"name\":\"idle\\n\"}",
                "{\"name\":[\"idle\"]}",
                "{\"name\":{\"name\":\"idle\"}}",
                "{\"nome\":\"idle\"}",
                "{\"name\":\"idle\"",
                "{\"name\":\"idle\"}}",
                "{\"name\":\"idle\"} {\"name\":\"idle\"}",
                "{\"name\":\"${body}\"}",
                "name=idle",
                "<name>idle</name>",
            })
    void refusesBodiesThatAreNoResource(String body) {
        assertProblem(rest.post("/crawler/resource", body), 400, "");
        assertProblem(rest.send("DELETE", "/crawler/resource", RestClient.JSON, body), 400, "");
    }

    @Test
    void refusesANameOfAMegabyteWithoutRepeatingIt() {
        Answer answer = rest.post("/crawler/resource", "{\"name\":\"" + "a".repeat(1_000_000) + "\"}");
        assertProblem(answer, 400, "task name 'aaa");
        assertThat(answer.body()).hasSizeLessThan(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'web','seeds':['http://h/'],'delai':'1s'}   | task:1: unknown key 'delai'; did you mean",
                "{'name':'web','seeds':['http://h/']                 | task:1: is no JSON: Unexpected end-of-input",
                "{'name':'web','seeds':['http://h/']}}               | task:1:",
                "{'name':'web','seeds':['http://h/'],'depth':'deep'} | task:1: depth: is the text 'deep'; expected",
                "{'name':'web','seeds':['http://h/'],'delay':'soon'} | task:1: delay: 'soon' is not a duration",
                "{'name':'web','seeds':['ftp://h/']}                 | seeds[0]: seed 'ftp://h/' is not an http",
                "{'name':'web','seeds':'http://h/'}                  | task:1: seeds: is the text 'http://h/'; exp",
                "{'name':'web','seeds':[]}                           | task:1: seeds: the task has no seeds",
                "{'name':'web'}                                      | task:1: seeds: is missing; expected a list",
                "{'seeds':['http://h/']}                             | task:1: name: is missing",
                "{'name':'a/b','seeds':['http://h/']}                | task name 'a/b' must be",
                "{'name':'other','seeds':['http://h/']} | the body names task 'other', the path 'web'",
                "[]                                                  | expected a task",
                "null                                                | is empty",
            },
            quoteCharacter = '`')
    void refusesDefinitionsThatAreNoTask(String body, String detail) {
        assertProblem(rest.put("/crawler/tasks/web", body.replace('\'', '"')), 400, detail);
        assertThat(rest.get("/crawler/tasks/web").status()).isEqualTo(404);
    }

    /** The HTTP server answers these itself, before any route, so the status is all there is. */
    @ParameterizedTest
    @CsvSource({
        "POST,   /crawler/resource,      text/plain,       415",
        "POST,   /crawler/resource,      '',               415",
        "PUT,    /crawler/tasks/idle,    application/xml,  415",
        "PUT,    /crawler/resource,      application/json, 405",
        "PATCH,  /crawler/tasks/idle,    application/json, 405",
        "POST,   /crawler/status,        application/json, 405",
        "GET,    /crawler/nothing,       '',               404",
        "GET,    /,                      '',               404",
    })
    void refusesWhatHasNoRoute(String method, String path, String contentType, int status) {
        String body = method.equals("GET") ? "" : "{\"name\":\"idle\"}";
        assertQuiet(rest.send(method, path, contentType, body), status);
    }

    @Test
    void refusesBodiesOverOneMebibyte() {
        assertQuiet(rest.post("/crawler/resource", "{\"name\":\"" + "a".repeat(1 << 20) + "\"}"), 413);
        assertThat(rest.get("/crawler/status").status()).as("still serves").isEqualTo(200);
    }

    private static void assertProblem(Answer answer, int status, String detail) {
        assertQuiet(answer, status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotEmpty();
        assertThat(answer.json().get("detail").asText()).isNotEmpty().contains(detail);
    }

    /** Nothing of our inside reaches a caller. */
    private static void assertQuiet(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body())
                .doesNotContain("Exception", "caravan.", "org.apache", "com.fasterxml", "java.", "\tat ");
    }
}
