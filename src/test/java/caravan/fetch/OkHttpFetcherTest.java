package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertFailed;
import static caravan.fetch.Outcomes.local;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.testkit.RawServer;
import caravan.testkit.TestSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class OkHttpFetcherTest {
    private static final String HELLO = "<html>hello</html>";

    private final TestSite site = TestSite.start();
    private final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2);

    @AfterEach
    void close() {
        fetcher.close();
        site.close();
    }

    private FetchOutcome fetch(String path) {
        return fetcher.fetch(local(site.url(path)));
    }

    @Test
    void bringsThePageWithItsHeaders() {
        site.page("/a", HELLO);
        Page page = pageOf(fetch("/a"));
        assertThat(page.url()).isEqualTo(site.url("/a"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).asString().isEqualTo(HELLO);
        assertThat(page.bodyRead()).isTrue();
        assertThat(page.bytes()).isEqualTo(HELLO.length());
        assertThat(page.mediaType()).isEqualTo("text/html");
        assertThat(page.headers()).containsKey("content-length");
        assertThat(page.duration()).isPositive();
    }

    @Test
    void introducesItselfHonestly() {
        site.page("/", HELLO);
        fetch("/");
        assertThat(site.log()).singleElement().satisfies(hit -> {
            assertThat(hit.userAgent()).isEqualTo(AGENT);
            assertThat(hit.method()).isEqualTo("GET");
        });
    }

    @Test
    void neverSendsCookiesBack() {
        List<String> cookies = new ArrayList<>();
        site.handle("/", exchange -> {
            cookies.add(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
            exchange.getResponseHeaders().set("Set-Cookie", "id=1");
            TestSite.answer(exchange, 200, "text/html", HELLO);
        });
        fetch("/");
        fetch("/");
        assertThat(cookies).containsExactly("null", "null");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 300, 304, 400, 401, 404, 410, 429, 500, 502, 503, 504})
    void everyOtherStatusIsAPage(int status) {
        site.handle("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        assertThat(pageOf(fetch("/")).status()).isEqualTo(status);
        assertThat(site.log()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void doesNotFollowRedirects(int status) {
        site.page("/target", HELLO);
        site.handle("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "target?a b");
            TestSite.answer(exchange, status, "text/html", "moved");
        });
        assertThat(fetch("/")).isInstanceOfSatisfying(Redirected.class, redirected -> {
            assertThat(redirected.location()).isEqualTo("target?a b");
            assertThat(redirected.page().status()).isEqualTo(status);
            assertThat(redirected.page().body()).isEmpty();
            assertThat(redirected.page().bodyRead()).isFalse();
        });
        assertThat(site.log()).extracting(TestSite.Hit::path).containsExactly("/");
    }

    @ParameterizedTest
    @CsvSource({"408,", "408,0", "503,0", "503,99999999999", "503,7"})
    void asksOnceAndKeepsRetryAfter(int status, String retryAfter) {
        site.handle("/", exchange -> {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            TestSite.answer(exchange, status, "text/html", "later");
        });
        Page page = pageOf(fetch("/"));
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.header("Retry-After").orElse(null)).isEqualTo(retryAfter);
        assertThat(site.log()).hasSize(1);
    }

    @Test
    void repeatsARequestThatMetAClosedPooledConnection() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok";
        try (RawServer server = RawServer.answering(answer)) {
            for (int i = 0; i < 5; i++) {
                assertThat(pageOf(fetcher.fetch(local(server.url("/")))).body())
                        .asString()
                        .isEqualTo("ok");
            }
            assertThat(server.requests()).isEqualTo(5);
        }
    }

    @Test
    void brokenNewConnectionIsNotRepeatedAtTheNextAddress() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.Connection::reset);
                OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2, host -> twoLoopbackAddresses())) {
            String url = server.url("/").replace("127.0.0.1", "two.example");
            assertFailed(fetcher.fetch(local(url)), FailureKind.CONNECTION);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private static List<InetAddress> twoLoopbackAddresses() throws UnknownHostException {
        return List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.1"));
    }
}
