package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.PATIENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertFailed;
import static caravan.fetch.Outcomes.assertRefused;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.task.Fetching;
import caravan.testkit.ManualClock;
import caravan.testkit.Ports;
import caravan.testkit.RawServer;
import caravan.testkit.TestProxy;
import caravan.testkit.TestSite;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProxiesTest {
    private static final String HELLO = "<html>hello</html>";

    private final ManualClock clock = new ManualClock();
    private final TestSite site = TestSite.start().page("/", HELLO);
    private final TestProxy http = TestProxy.http();
    private final TestProxy socks = TestProxy.socks();
    private final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, PATIENT, 2);

    @AfterEach
    void close() throws IOException {
        fetcher.close();
        http.close();
        socks.close();
        site.close();
    }

    private Session through(String... proxies) {
        Fetching fetching = new Fetching(List.of(), Map.of(), Map.of(), false, List.of(proxies), -1);
        return new Session(fetching, List.of(), true, clock);
    }

    /** A name that the proxies alone know. */
    private String hidden() {
        return "http://shop.invalid:" + site.port() + "/";
    }

    private FetchOutcome fetch(Session session, String url) {
        return fetch(fetcher, session, url);
    }

    private static FetchOutcome fetch(OkHttpFetcher fetcher, Session session, String url) {
        return fetcher.fetch(new FetchRequest(url, Ask.GET, session, true, BodyPolicy.PARSABLE));
    }

    private static void assertProxyFailed(FetchOutcome outcome, String detail) {
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failed.kind().isTransient()).isTrue();
            assertThat(failed.detail()).startsWith("proxy ").contains(detail).doesNotContain("s3cret");
        });
    }

    @Test
    void requestsGoThroughTheProxiesInTurn() {
        Session session = through(http.url(), socks.url());
        for (int i = 0; i < 4; i++) {
            assertThat(pageOf(fetch(session, hidden())).body()).asString().isEqualTo(HELLO);
        }
        String target = "shop.invalid:" + site.port();
        assertThat(http.targets()).containsExactly(target, target);
        assertThat(socks.targets()).as("by name, over one connection").containsExactly(target);
        assertThat(site.log()).hasSize(4);
    }

    @Test
    void hostsBehindOneSocksProxyGetConnectionsOfTheirOwn() {
        Session session = through(socks.url());
        pageOf(fetch(session, hidden()));
        pageOf(fetch(session, hidden().replace("shop", "other")));
        assertThat(socks.targets()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void addressGoesThroughSocksAsAnAddress() {
        pageOf(fetch(through(socks.url()), site.url("/")));
        assertThat(socks.targets()).containsExactly("by address " + 0x7f000001 + ":" + site.port());
    }

    @Test
    void logsInAtOnceAndTheHostNeverSeesIt() {
        http.onlyFor("me", "s3cret");
        socks.onlyFor("me", "s3cret");
        site.handle("/", exchange -> {
            boolean told = exchange.getRequestHeaders().containsKey("Proxy-Authorization");
            TestSite.answer(exchange, 200, "text/html", told ? "told" : "not told");
        });
        Session session = through(http.url("me", "s3cret"), socks.url("me", "s3cret"));
        assertThat(pageOf(fetch(session, hidden())).body()).asString().isEqualTo("not told");
        assertThat(pageOf(fetch(session, hidden())).body()).asString().isEqualTo("not told");
        assertThat(http.heads()).hasSize(1);
    }

    @Test
    void wrongLoginFailsWithoutTellingIt() {
        http.onlyFor("me", "right");
        socks.onlyFor("me", "right");
        assertProxyFailed(fetch(through(http.url("me", "s3cret")), hidden()), "answered 407");
        assertProxyFailed(fetch(through(http.url("me", "s3cret")), "https://shop.invalid/"), "authenticate");
        assertProxyFailed(fetch(through(socks.url("me", "s3cret")), hidden()), "not accepted");
        assertProxyFailed(fetch(through(socks.url()), hidden()), "login");
        assertThat(site.log()).isEmpty();
    }

    @Test
    void tunnelIsAskedForAsTheOperatorAndWithTheLogin() throws IOException {
        try (RawServer silent = RawServer.speakingFirst("");
                OkHttpFetcher quick = new OkHttpFetcher(AGENT, QUICK, 2)) {
            String port = silent.url("").replaceAll(".*:", "");
            fetch(quick, through(http.url("me", "s3cret")), "https://shop.invalid:" + port + "/");
        }
        assertThat(http.heads())
                .singleElement()
                .asString()
                .startsWith("CONNECT shop.invalid:")
                .contains("User-Agent: " + AGENT, "Proxy-Authorization: Basic bWU6czNjcmV0");
    }

    @Test
    void handshakeThatFailsBehindATunnelIsTheHostsFault() throws IOException {
        try (RawServer plain = RawServer.speakingSecond("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            String port = plain.url("").replaceAll(".*:", "");
            String url = "https://shop.invalid:" + port + "/";
            assertFailed(fetch(through(http.url()), url), FailureKind.TLS);
            assertFailed(fetch(through(socks.url()), url), FailureKind.TLS);
        }
    }

    @Test
    void failingProxyRestsWhileTheOtherServes() {
        String dead = "http://127.0.0.1:" + Ports.free();
        Session session = through(dead, http.url());
        assertProxyFailed(fetch(session, hidden()), "Failed to connect");
        for (int i = 0; i < 3; i++) {
            pageOf(fetch(session, hidden()));
        }
        clock.advance(Duration.ofSeconds(30));
        assertProxyFailed(fetch(session, hidden()), "Failed to connect");
    }

    @Test
    void onlyProxyIsTriedAgainThoughItRests() {
        http.refuse(502);
        Session session = through(http.url());
        assertProxyFailed(fetch(session, hidden()), "answered 502");
        http.refuse(0);
        pageOf(fetch(session, hidden()));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 502, 504})
    void tunnelThatIsRefusedIsTheProxysFault(int status) {
        http.refuse(status);
        assertProxyFailed(fetch(through(http.url()), "https://shop.invalid/"), "proxy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\5\u00ff", "HTTP/1.1 400 Bad Request\r\n\r\n", "\5\0\5\1\0\1\0\0\0\0\0\0", "\5\0\5\0\0\7"})
    void whateverASocksProxySaysWrongIsItsFault(String said) throws IOException {
        try (RawServer odd = RawServer.speakingFirst(said);
                OkHttpFetcher quick = new OkHttpFetcher(AGENT, QUICK, 2)) {
            assertProxyFailed(fetch(quick, through(odd.url("").replace("http", "socks5")), hidden()), "");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void hostThatASocksProxyCannotReachIsNotItsFault(int reply) {
        socks.refuse(reply);
        assertThat(fetch(through(socks.url()), hidden())).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failed.detail()).contains("by the proxy");
        });
    }

    @Test
    void silentProxyRestsLikeADeadOne() throws IOException {
        try (RawServer silent = RawServer.speakingFirst("");
                OkHttpFetcher quick = new OkHttpFetcher(AGENT, QUICK, 2)) {
            String address = silent.url("");
            Session session = through(address, address.replace("http", "socks5"), http.url());
            assertProxyFailed(fetch(quick, session, hidden()), "");
            assertProxyFailed(fetch(quick, session, hidden()), "");
            pageOf(fetch(session, hidden()));
            pageOf(fetch(session, hidden()));
        }
    }

    @Test
    void errorPageOfTheHostIsNoFaultOfATunnelOrSocks() {
        site.handle("/", exchange -> TestSite.answer(exchange, 502, "text/html", "no"));
        assertThat(pageOf(fetch(through(socks.url()), hidden())).status()).isEqualTo(502);
    }

    @Test
    void unnamedHostsThatLeadInsideAreRefusedBeforeTheProxyIsAsked() {
        Dns inside = host -> List.of(InetAddress.getByName(host.equals("inside.example") ? "10.0.0.1" : "127.0.0.1"));
        try (OkHttpFetcher guarded = new OkHttpFetcher(AGENT, PATIENT, 2, inside)) {
            for (String url : List.of("http://inside.example/", "http://169.254.169.254/", "http://[::1]/")) {
                for (TestProxy proxy : List.of(http, socks)) {
                    assertRefused(
                            guarded.fetch(
                                    new FetchRequest(url, Ask.GET, through(proxy.url()), false, BodyPolicy.PARSABLE)),
                            Refusal.ADDRESS);
                }
            }
        }
        assertThat(http.targets()).isEmpty();
        assertThat(socks.targets()).isEmpty();
    }

    @Test
    void unnamedHostThatTheProxyAloneKnowsIsLeftToIt() {
        FetchRequest request = new FetchRequest(hidden(), Ask.GET, through(http.url()), false, BodyPolicy.PARSABLE);
        assertThat(pageOf(fetcher.fetch(request)).body()).asString().isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:3128",
                "http://10.1.2.3:3128",
                "socks5://192.168.0.1:1080",
                "http://[::1]:3128",
                "http://localhost:3128",
                "http://me:s3cret@169.254.169.254:80"
            })
    void privateProxyOfATaskThatTheOperatorDidNotWriteIsRefused(String proxy) {
        Fetching fetching = new Fetching(List.of(), Map.of(), Map.of(), false, List.of(proxy), -1);
        assertThatThrownBy(() -> new Session(fetching, List.of(), false))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining("private or local")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void proxyWhoseNameLeadsInsideIsNotConnectedTo() {
        Dns inside = host -> List.of(InetAddress.getByName(host.equals("page.example") ? "8.8.8.8" : "127.0.0.1"));
        try (OkHttpFetcher guarded = new OkHttpFetcher(AGENT, PATIENT, 2, inside)) {
            for (TestProxy proxy : List.of(http, socks)) {
                String named = proxy.url().replace("127.0.0.1", "proxy.example");
                Fetching fetching = new Fetching(List.of(), Map.of(), Map.of(), false, List.of(named), -1);
                Session untrusted = new Session(fetching, List.of(), false, clock);
                assertProxyFailed(
                        guarded.fetch(new FetchRequest(
                                "http://page.example/", Ask.GET, untrusted, false, BodyPolicy.PARSABLE)),
                        "not public");
            }
        }
        assertThat(http.targets()).isEmpty();
        assertThat(socks.targets()).isEmpty();
    }

    @Test
    void robotsTxtGoesThroughTheSameProxies() {
        Session session = through(http.url());
        pageOf(fetch(session.forRobots(), hidden()));
        assertThat(http.targets()).hasSize(1);
        assertThat(session.changed(
                                new Fetching(List.of("A/1"), Map.of(), Map.of(), false, List.of(http.url()), -1),
                                List.of(),
                                true)
                        .forRobots())
                .isSameAs(session.forRobots());
        assertThat(session.changed(Fetching.PLAIN, List.of(), true).forRobots()).isSameAs(Session.OPERATOR);
    }
}
