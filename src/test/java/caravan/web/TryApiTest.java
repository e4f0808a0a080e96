package caravan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.cluster.local.LocalTaskStore;
import caravan.extract.Cases;
import caravan.extract.Extraction;
import caravan.fetch.FetchLimits;
import caravan.fetch.OkHttpFetcher;
import caravan.pipeline.Tryout;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Seed;
import caravan.task.Selector;
import caravan.task.Task;
import caravan.task.Transform;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TryApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestSite site = TestSite.start();
    private final OkHttpFetcher fetcher = new OkHttpFetcher(
            "caravan-test/1",
            new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), 100_000, 2),
            1);
    private final LocalTaskStore tasks = new LocalTaskStore();
    private final TryApi api = new TryApi(tasks, new Tryout(fetcher, Cases.EXTRACTOR), false);

    @BeforeEach
    void define() {
        tasks.put(task("books", true));
        tasks.put(task("remote", false));
        site.page("/book", "<h1>活着</h1><i>¥12.50</i><a href=/next></a>");
    }

    @AfterEach
    void stop() {
        fetcher.close();
        site.close();
    }

    @Test
    void showsWhatARuleFindsOnAPageItFetches() throws Exception {
        JsonNode report = attempt("books", "{\"url\":\"" + site.url("/book") + "\"}");

        assertThat(report.at("/rule").asText()).isEqualTo("book");
        assertThat(report.at("/page/status").asInt()).isEqualTo(200);
        assertThat(report.at("/page/url").asText()).isEqualTo(site.url("/book"));
        assertThat(report.at("/items/0/_type").asText()).isEqualTo("thing");
        assertThat(report.at("/items/0/书名").asText()).isEqualTo("活着");
        assertThat(report.at("/items/0/价格").decimalValue()).isEqualByComparingTo("12.50");
        assertThat(report.at("/links/0/url").asText()).isEqualTo(site.url("/next"));
        assertThat(report.at("/links/0/rule").asText()).isEqualTo("next");
        assertThat(report.at("/matches/0").toString())
                .isEqualTo("{\"place\":\"follow[0]\",\"selector\":\"css a\",\"count\":1}");
        assertThat(report.at("/problems")).isEmpty();
    }

    @Test
    void readsAPageThatIsSentAlong() throws Exception {
        JsonNode report = attempt(
                "books", "{\"html\":\"<h1>x</h1><a href=y>\",\"url\":\"http://a.example/b/\",\"rule\":\"book\"}");

        assertThat(report.at("/items/0/书名").asText()).isEqualTo("x");
        assertThat(report.at("/items/0/_url").asText()).isEqualTo("http://a.example/b/");
        assertThat(report.at("/links/0/url").asText()).isEqualTo("http://a.example/b/y");
        assertThat(attempt("books", "{\"html\":\"\"}").at("/problems/0/reason").asText())
                .isEqualTo("the page is empty");
        assertThat(site.log()).isEmpty();
    }

    @Test
    void tellsOfRedirectsAndErrorsAndFollowsNone() throws Exception {
        site.handle("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/book");
            TestSite.answer(exchange, 302, "text/html", "<h1>no</h1>");
        });

        JsonNode moved = attempt("books", "{\"url\":\"" + site.url("/moved") + "\"}");
        JsonNode missing = attempt("books", "{\"url\":\"" + site.url("/none") + "\"}");

        assertThat(moved.at("/page/status").asInt()).isEqualTo(302);
        assertThat(moved.at("/problems/0/reason").asText()).isEqualTo("redirects to /book");
        assertThat(moved.at("/items")).isEmpty();
        assertThat(missing.at("/problems/0/reason").asText()).isEqualTo("answered 404");
        assertThat(site.log()).hasSize(2);
    }

    @Test
    void reachesPrivateAddressesOnlyWhereTheOperatorNamedTheHost() throws Exception {
        JsonNode refused = attempt("remote", "{\"url\":\"" + site.url("/book") + "\"}");
        JsonNode otherHost = attempt("books", "{\"url\":\"http://localhost:" + site.port() + "/book\"}");

        assertThat(refused.at("/problems/0/reason").asText()).startsWith("cannot be fetched: ");
        assertThat(otherHost.at("/problems/0/reason").asText()).startsWith("cannot be fetched: ");
        assertThat(site.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"rule\":\"book\"}",
                "{\"url\":\"http://a/\",\"x\":1}",
                "{\"url\":{}}",
                "{\"url\":\"file:///etc/passwd\"}",
                "{\"url\":\"http://a/\",\"rule\":\"none\"}"
            })
    void refusesWhatMakesNoSense(String body) {
        assertThatThrownBy(() -> api.attempt("books", body))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(CaravanException.Kind.INVALID));
    }

    @Test
    void knowsNoOtherTasks() {
        assertThatThrownBy(() -> api.attempt("none", "{\"url\":\"http://a/\"}")).hasMessage("no task named 'none'");
    }

    private JsonNode attempt(String name, String body) throws Exception {
        return JSON.readTree(api.attempt(name, body));
    }

    private Task task(String name, boolean operators) {
        Rule items = Cases.items(
                PageType.AUTO,
                Selector.PAGE,
                Cases.required("书名", "css h1"),
                Cases.with(Cases.field("价格", "css i"), new Transform.Number('.')));
        Rule rule = new Rule("book", PageType.AUTO, List.of(Cases.follow("css a")), items.items());
        Task plain = Cases.task(rule, Task.RobotsPolicy.OBEY);
        return new Task(
                name,
                name,
                List.of(Seed.of(site.url("/"))),
                plain.scope(),
                plain.limits(),
                plain.robots(),
                plain.fetching(),
                plain.rules(),
                plain.outputs(),
                false,
                plain.schedule(),
                plain.recrawl(),
                operators,
                "",
                List.of());
    }

    @Test
    void knowsWhetherAllThatIsRequiredWasFound() {
        Map<String, Boolean> places =
                Map.of("items[0].fields.a", false, "follow[0].carry.a", false, "follow[0]", true, "page", true);

        places.forEach((place, complete) -> {
            Extraction extraction = new Extraction(
                    List.of(),
                    List.of(new Extraction.Link("http://a/", "r", 0, Map.of())),
                    List.of(),
                    List.of(new Extraction.Problem(place, 0, "nothing found", true)));
            Tryout.Result result = new Tryout.Result("r", java.util.Optional.empty(), "http://a/", extraction);
            assertThat(result.isComplete()).as(place).isEqualTo(complete);
        });
    }
}
