package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Validators;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.NotModified;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.task.Fetching;
import caravan.testkit.TestSite;
import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that ask whether a page is as it was (RFC 9110 § 13). */
@Timeout(30)
class ConditionalFetchTest {
    private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";
    private static final Validators KNOWN = new Validators("\"v1\"", DATE);
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(9), 1 << 20, 16);

    private final List<Headers> asked = new CopyOnWriteArrayList<>();
    private final TestSite site = TestSite.start().handle("/", exchange -> {
        asked.add(exchange.getRequestHeaders());
        exchange.getResponseHeaders().set("ETag", "\"v1\"");
        exchange.sendResponseHeaders(304, -1);
        exchange.close();
    });
    private final OkHttpFetcher fetcher = new OkHttpFetcher("TestBot/1.0", LIMITS, 2);

    @AfterEach
    void close() {
        fetcher.close();
        site.close();
    }

    private FetchOutcome fetch(Ask ask, Map<String, String> taskHeaders, Validators known) {
        Fetching fetching = new Fetching(List.of(), taskHeaders, Map.of(), false, List.of(), 0);
        Session session = new Session(fetching, List.of(site.url("/")), true);
        return fetcher.fetch(new FetchRequest(site.url("/"), ask, session, true, BodyPolicy.ANY, known));
    }

    @Test
    void sendsBackWhatTheServerSaidAndTakes304ForAnAnswer() {
        FetchOutcome outcome = fetch(Ask.GET, Map.of(), KNOWN);
        assertThat(outcome).isInstanceOfSatisfying(NotModified.class, same -> {
            assertThat(same.page().status()).isEqualTo(304);
            assertThat(same.page().body()).isEmpty();
            assertThat(same.page().header("etag")).contains("\"v1\"");
        });
        assertThat(asked.get(0).getFirst("If-None-Match")).isEqualTo("\"v1\"");
        assertThat(asked.get(0).getFirst("If-Modified-Since")).isEqualTo(DATE);
    }

    @Test
    void sendsOneOfThemWhereThatIsAllThereIs() {
        assertThat(fetch(Ask.GET, Map.of(), new Validators("", DATE))).isInstanceOf(NotModified.class);
        assertThat(asked.get(0)).doesNotContainKey("If-None-Match").containsKey("If-Modified-Since");
        fetch(Ask.GET, Map.of(), new Validators("\"v1\"", ""));
        assertThat(asked.get(1)).containsKey("If-None-Match").doesNotContainKey("If-Modified-Since");
    }

    @Test
    void takes304ThatNobodyAskedForAsAnOddPage() {
        assertThat(fetch(Ask.GET, Map.of(), Validators.NONE)).isInstanceOf(Fetched.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"If-None-Match", "if-modified-since", "If-Match", "If-Unmodified-Since", "If-Range", "Range"})
    void leavesTheConditionsOfTheTaskAlone(String header) {
        FetchOutcome outcome = fetch(Ask.GET, Map.of(header, "x"), KNOWN);
        assertThat(outcome).as("the answer is to the task's own question").isInstanceOf(Fetched.class);
        fetch(new Ask("GET", "", Map.of(header, "x")), Map.of(), KNOWN);
        assertThat(asked).hasSize(2).allSatisfy(headers -> {
            assertThat(headers.getFirst(header)).isEqualTo("x");
            assertThat(headers.values()).doesNotContain(List.of("\"v1\""), List.of(DATE));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST"})
    void asksSoOnlyByGet(String method) {
        assertThat(fetch(new Ask(method, "", Map.of()), Map.of(), KNOWN)).isInstanceOf(Fetched.class);
        assertThat(asked.get(0)).doesNotContainKeys("If-None-Match", "If-Modified-Since");
    }
}
