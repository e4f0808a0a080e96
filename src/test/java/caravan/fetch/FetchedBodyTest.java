package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertRefused;
import static caravan.fetch.Outcomes.limits;
import static caravan.fetch.Outcomes.local;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.testkit.RawServer;
import caravan.testkit.TestSite;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the body of an answer: decoded, limited, or left unread. */
@Timeout(20)
class FetchedBodyTest {
    private static final String HELLO = "<html>hello</html>";
    /** HELLO as one uncompressed brotli block. */
    private static final String HELLO_BROTLI = "iwiAPGh0bWw+aGVsbG88L2h0bWw+Aw==";

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

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate", "raw-deflate", "br", "identity"})
    void decodesTheBody(String coding) {
        site.handle("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", coding.replace("raw-", ""));
            send(exchange, "text/html", encode(coding));
        });
        Page page = pageOf(fetch("/"));
        assertThat(page.body()).asString().isEqualTo(HELLO);
        assertThat(page.bytes()).isEqualTo(HELLO.length());
    }

    private static byte[] encode(String coding) throws IOException {
        byte[] plain = HELLO.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (coding) {
            case "gzip", "x-gzip" -> {
                try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                    gzip.write(plain);
                }
            }
            case "deflate", "raw-deflate" -> {
                Deflater deflater = new Deflater(6, coding.startsWith("raw"));
                try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, deflater)) {
                    deflate.write(plain);
                }
            }
            case "br" -> out.write(Base64.getDecoder().decode(HELLO_BROTLI));
            default -> out.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void takesAnEmptyBodyForEmptyWhateverItsCoding() {
        site.handle("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            TestSite.answer(exchange, 200, "text/html", "");
        });
        assertThat(pageOf(fetch("/")).body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/a,text/html;charset=x,true",
        "/a,TEXT/HTML,true",
        "/a,application/xhtml+xml,true",
        "/a,application/xml,true",
        "/a,text/xml,true",
        "/a,application/rss+xml,true",
        "/a,application/atom+xml,true",
        "/map.xml.gz?x=1,application/gzip,true",
        "/map.xml.gz,application/x-gzip,true",
        "/map.tar.gz,application/gzip,false",
        "/a,image/png,false",
        "/a,application/pdf,false",
        "/a,text/plain,false",
    })
    void readsOnlyWhatCanBeParsed(String path, String type, boolean read) {
        site.handle(path.split("\\?")[0], exchange -> TestSite.answer(exchange, 200, type, HELLO));
        Page page = pageOf(fetch(path));
        assertThat(page.bodyRead()).isEqualTo(read);
        assertThat(page.body()).hasSize(read ? HELLO.length() : 0);
        assertThat(page.bytes()).isEqualTo(HELLO.length());
    }

    @Test
    void readsABodyWithoutContentType() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n\r\nhi")) {
            assertThat(pageOf(fetcher.fetch(local(server.url("/")))).body())
                    .asString()
                    .isEqualTo("hi");
        }
    }

    @Test
    void readsPlainTextForRobots() {
        site.handle("/robots.txt", exchange -> TestSite.answer(exchange, 200, "text/plain", "User-agent: *"));
        FetchRequest request = new FetchRequest(site.url("/robots.txt"), true, BodyPolicy.ROBOTS_TXT);
        assertThat(pageOf(fetcher.fetch(request)).body()).asString().isEqualTo("User-agent: *");
    }

    @Test
    void bodyAtTheLimitIsFineAndOneByteMoreIsRefused() {
        int max = 400_000; // over the size that needs a slot
        site.page("/at", "x".repeat(max)).page("/over", "x".repeat(max + 1));
        try (OkHttpFetcher limited = new OkHttpFetcher(AGENT, limits(Duration.ofSeconds(5), max), 1)) {
            assertThat(pageOf(limited.fetch(local(site.url("/at")))).body()).hasSize(max);
            assertRefused(limited.fetch(local(site.url("/over"))), Refusal.SIZE);
            assertThat(pageOf(limited.fetch(local(site.url("/at")))).body())
                    .as("the slot was given back")
                    .hasSize(max);
        }
    }

    @Test
    void largeBodiesTakeTurnsWithinTheTotalTimeOut() throws Exception {
        site.page("/large", "x".repeat(300_000));
        try (OkHttpFetcher narrow = new OkHttpFetcher(AGENT, limits(Duration.ofSeconds(10), 1 << 20), 1)) {
            List<CompletableFuture<FetchOutcome>> fetches = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            for (int i = 0; i < 8; i++) {
                fetches.add(CompletableFuture.supplyAsync(() -> narrow.fetch(local(site.url("/large"))), threads));
            }
            for (CompletableFuture<FetchOutcome> fetch : fetches) {
                assertThat(pageOf(fetch.get()).body()).hasSize(300_000);
            }
            threads.shutdown();
        }
    }

    @Test
    void keepsTheConnectionAfterASmallUnwantedBody() {
        List<Integer> ports = new ArrayList<>();
        site.handle("/image", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            TestSite.answer(exchange, 200, "image/png", "x".repeat(10_000));
        });
        site.handle("/moved", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.getResponseHeaders().set("Location", "/image");
            TestSite.answer(exchange, 302, "text/html", "moved");
        });
        fetch("/image");
        fetch("/moved");
        fetch("/image");
        assertThat(ports).hasSize(3).containsOnly(ports.get(0));
    }

    @Test
    void dropsTheConnectionRatherThanDrainALargeUnwantedBody() {
        List<Integer> ports = new ArrayList<>();
        site.handle("/video", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.getResponseHeaders().set("Content-Type", "video/mp4");
            exchange.sendResponseHeaders(200, 1 << 30);
            exchange.getResponseBody().write(new byte[1000]);
            exchange.getResponseBody().flush();
        });
        Page page = pageOf(fetch("/video"));
        fetch("/video");
        assertThat(page.bytes()).isEqualTo(1 << 30);
        assertThat(ports).hasSize(2).doesNotHaveDuplicates();
    }
}
