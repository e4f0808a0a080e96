package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.task.Fetching;
import caravan.testkit.TestSite;
import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server sees of a task: method, body, headers, agents, cookies. */
@Timeout(20)
class AsTheTaskSaysTest {
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final TestSite site = TestSite.start().handle("/", this::note);
    private final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2);
    private String setCookie = "";

    private record Seen(String method, Headers headers, String body) {
        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    private void note(com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestHeaders(), body));
        if (!setCookie.isEmpty()) {
            exchange.getResponseHeaders().set("Set-Cookie", setCookie);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        TestSite.answer(exchange, 200, "text/html", head ? "" : "<html>hello</html>");
    }

    @AfterEach
    void close() {
        fetcher.close();
        site.close();
    }

    private static Session session(Fetching fetching, String... seeds) {
        return new Session(fetching, List.of(seeds), true);
    }

    private static Fetching headers(Map<String, String> headers) {
        return new Fetching(List.of(), headers, Map.of(), false, List.of(), -1);
    }

    private static Fetching cookies(Map<String, String> cookies, boolean jar) {
        return new Fetching(List.of(), Map.of(), cookies, jar, List.of(), -1);
    }

    private FetchOutcome fetch(Session session, Ask ask, String url) {
        return fetcher.fetch(new FetchRequest(url, ask, session, true, BodyPolicy.PARSABLE));
    }

    private Seen ask(Session session, Ask ask, String url) {
        pageOf(fetch(session, ask, url));
        return seen.get(seen.size() - 1);
    }

    private Seen get(Session session) {
        return ask(session, Ask.GET, site.url("/"));
    }

    /** The same server by another name of its host. */
    private String elsewhere() {
        return site.url("/").replace("127.0.0.1", "localhost");
    }

    @Test
    void headersGoWithEveryRequestAndThoseOfTheRequestWin() {
        Session session = session(headers(Map.of("X-Task", "a", "accept", "text/plain", "X-Both", "task")));
        Seen first = ask(session, new Ask("GET", "", Map.of("x-both", "request")), elsewhere());
        assertThat(first.header("X-Task")).isEqualTo("a");
        assertThat(first.headers().get("Accept")).containsExactly("text/plain");
        assertThat(first.headers().get("X-Both")).containsExactly("request");
        assertThat(first.header("User-Agent")).isEqualTo(AGENT);
        assertThat(get(session).header("X-Both")).isEqualTo("task");
    }

    @Test
    void credentialsAndCookiesOfTheTaskGoToTheHostsOfItsSeedsAlone() {
        Map<String, String> authorization = Map.of("authorization", "Bearer secret", "X-Task", "a");
        Fetching fetching = new Fetching(List.of(), authorization, Map.of("bid", "abc"), false, List.of(), -1);
        Session session = session(fetching, site.url("/start"));
        assertThat(get(session).header("Authorization")).isEqualTo("Bearer secret");
        assertThat(get(session).header("Cookie")).isEqualTo("bid=abc");
        Seen other = ask(session, Ask.GET, elsewhere());
        assertThat(other.headers()).doesNotContainKeys("Authorization", "Cookie");
        assertThat(other.header("X-Task")).isEqualTo("a");
    }

    @Test
    void credentialsForAnHttpsSeedAreNotSentInTheClear() {
        Session session = session(cookies(Map.of("bid", "abc"), false), "https://127.0.0.1/");
        assertThat(get(session).headers()).doesNotContainKey("Cookie");
    }

    @Test
    void agentsTakeTurns() {
        Fetching fetching = new Fetching(List.of("A/1", "B/1", "C/1"), Map.of(), Map.of(), false, List.of(), -1);
        Session session = session(fetching);
        for (int i = 0; i < 4; i++) {
            get(session);
        }
        assertThat(seen).extracting(each -> each.header("User-Agent")).containsExactly("A/1", "B/1", "C/1", "A/1");
    }

    @Test
    void robotsTxtIsAskedForAsTheOperator() {
        Fetching fetching = new Fetching(
                List.of("A/1"), Map.of("X-Task", "a", "Authorization", "b"), Map.of("c", "d"), true, List.of(), -1);
        Session session = session(fetching, site.url("/"));
        assertThat(session.forRobots()).isSameAs(Session.OPERATOR);
        Seen robots = get(session.forRobots());
        assertThat(robots.headers()).doesNotContainKeys("X-task", "Authorization", "Cookie");
        assertThat(robots.header("User-Agent")).isEqualTo(AGENT);
    }

    @Test
    void postSendsItsBodyAsAFormUnlessItSaysWhatItIs() {
        Session session = session(Fetching.PLAIN);
        Seen form = ask(session, new Ask("POST", "q=书名", Map.of()), site.url("/"));
        assertThat(form.method()).isEqualTo("POST");
        assertThat(form.body()).isEqualTo("q=书名");
        assertThat(form.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        Seen json = ask(session, new Ask("POST", "{}", Map.of("content-type", "application/json")), site.url("/"));
        assertThat(json.headers().get("Content-Type")).containsExactly("application/json");
        Seen empty = ask(session, new Ask("POST", "", Map.of()), site.url("/"));
        assertThat(empty.header("Content-Length")).isEqualTo("0");
    }

    @Test
    void headBringsHeadersAndAnEmptyBodyHoweverLongItWouldBe() {
        site.handle("/long", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.getResponseHeaders().set("Content-Length", "99999999");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        Page page = pageOf(fetch(session(Fetching.PLAIN), new Ask("HEAD", "", Map.of()), site.url("/long")));
        assertThat(page.body()).isEmpty();
        assertThat(page.bodyRead()).isTrue();
        assertThat(page.header("content-length")).contains("99999999");
    }

    @Test
    void cookieOfAServerComesBackInTheSameCrawlAlone() {
        setCookie = "id=7; Path=/";
        Session session = session(cookies(Map.of(), true));
        Session other = session(cookies(Map.of(), true));
        Session forgetful = session(Fetching.PLAIN);
        assertThat(get(session).header("Cookie")).isEqualTo("null");
        assertThat(get(session).header("Cookie")).isEqualTo("id=7");
        assertThat(get(other).header("Cookie")).isEqualTo("null");
        get(forgetful);
        assertThat(get(forgetful).header("Cookie")).isEqualTo("null");
        assertThat(ask(session, Ask.GET, elsewhere()).header("Cookie")).isEqualTo("null");
    }

    @Test
    void cookieThatComesWithARedirectIsKept() {
        site.handle("/door", exchange -> {
            exchange.getResponseHeaders().set("Set-Cookie", "in=1; Path=/");
            exchange.getResponseHeaders().set("Location", "/");
            TestSite.answer(exchange, 302, "text/html", "");
        });
        Session session = session(cookies(Map.of(), true));
        assertThat(fetch(session, Ask.GET, site.url("/door"))).isInstanceOf(Redirected.class);
        assertThat(get(session).header("Cookie")).isEqualTo("in=1");
    }

    @Test
    void cookieThatAServerSetsAnewTakesThePlaceOfTheTasksOwn() {
        setCookie = "bid=new; Path=/";
        Session session = session(cookies(Map.of("bid", "old", "other", "1"), true), site.url("/"));
        assertThat(get(session).header("Cookie")).isEqualTo("bid=old; other=1");
        assertThat(get(session).header("Cookie")).isEqualTo("bid=new; other=1");
    }

    @Test
    void changedSessionKeepsTheCookiesOfServersAsLongAsTheyAreWanted() {
        setCookie = "id=7; Path=/";
        Session session = session(cookies(Map.of(), true));
        get(session);
        Session changed = session.changed(cookies(Map.of("bid", "abc"), true), List.of(site.url("/")), true);
        assertThat(get(changed).header("Cookie")).isEqualTo("id=7; bid=abc");
        Session without = changed.changed(Fetching.PLAIN, List.of(), true);
        assertThat(get(without).header("Cookie")).isEqualTo("null");
        Session again = without.changed(cookies(Map.of(), true), List.of(), true);
        assertThat(get(again).header("Cookie")).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, true, true, true",
        "application/rss+xml, true, true, true",
        "application/json, false, true, true",
        "application/ld+json, false, true, true",
        "application/vnd.api+json; charset=utf-8, false, true, true",
        "text/plain, false, true, true",
        "text/csv, false, true, true",
        "image/svg+xml, false, true, true",
        "image/png, false, false, true",
        "application/pdf, false, false, true",
        "application/octet-stream, false, false, true"
    })
    void readsTheBodiesThatItsPolicyWants(String type, boolean parsable, boolean readable, boolean any) {
        site.handle("/typed", exchange -> TestSite.answer(exchange, 200, type, "body"));
        assertThat(isRead(BodyPolicy.PARSABLE)).isEqualTo(parsable);
        assertThat(isRead(BodyPolicy.READABLE)).isEqualTo(readable);
        assertThat(isRead(BodyPolicy.ANY)).isEqualTo(any);
    }

    private boolean isRead(BodyPolicy policy) {
        Page page = pageOf(fetcher.fetch(new FetchRequest(site.url("/typed"), true, policy)));
        assertThat(page.bodyRead()).isEqualTo(page.body().length == 4);
        return page.bodyRead();
    }
}
