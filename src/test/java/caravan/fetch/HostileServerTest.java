package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertFailed;
import static caravan.fetch.Outcomes.assertRefused;
import static caravan.fetch.Outcomes.local;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.testkit.RawServer;
import caravan.testkit.RawServer.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these servers does its worst, and each fetch ends by itself with the right outcome. */
@Timeout(20)
class HostileServerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    private static final String ENDLESS = OK + "Connection: close\r\n\r\n";
    private static final Duration TICK = Duration.ofMillis(20);

    private final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2);

    @AfterEach
    void close() {
        fetcher.close();
    }

    private FetchOutcome fetchFrom(Script script) {
        return fetchFrom(script, BodyPolicy.PARSABLE);
    }

    private FetchOutcome fetchFrom(Script script, BodyPolicy policy) {
        try (RawServer server = RawServer.answering(script)) {
            FetchOutcome outcome = fetcher.fetch(new FetchRequest(server.url("/"), true, policy));
            assertThat(server.requests()).as("requests sent").isLessThanOrEqualTo(1);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FetchOutcome fetch(String rawAnswer) {
        return fetchFrom(connection -> connection.send(rawAnswer));
    }

    @Test
    void silenceTimesOut() {
        assertFailed(fetchFrom(RawServer.Connection::stall), FailureKind.TIMEOUT);
    }

    @Test
    void stalledHeadersTimeOut() {
        Script script = connection -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-");
            connection.stall();
        };
        assertFailed(fetchFrom(script), FailureKind.TIMEOUT);
    }

    @Test
    void drippingHeadersMeetTheTotalDeadline() {
        Script script = connection -> {
            connection.send("HTTP/1.1 200 OK\r\n");
            connection.drip("X-More: 1\r\n", TICK);
        };
        assertFailed(fetchFrom(script), FailureKind.TIMEOUT);
    }

    @Test
    void drippingBodyMeetsTheTotalDeadline() {
        Script script = connection -> {
            connection.send(OK + "Content-Length: 1000000\r\n\r\n");
            connection.drip("x", TICK);
        };
        assertFailed(fetchFrom(script), FailureKind.TIMEOUT);
    }

    @Test
    void stalledBodyTimesOut() {
        Script script = connection -> {
            connection.send(OK + "Content-Length: 10\r\n\r\nabc");
            connection.stall();
        };
        assertFailed(fetchFrom(script), FailureKind.TIMEOUT);
    }

    @Test
    void endlessBodyIsRefusedAtTheLimit() {
        Script script = connection -> {
            connection.send(ENDLESS);
            connection.flood("<p>more</p>");
        };
        assertRefused(fetchFrom(script), Refusal.SIZE);
    }

    @Test
    void endlessChunksAreRefusedAtTheLimit() {
        Script script = connection -> {
            connection.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
            connection.flood("1000\r\n" + "x".repeat(0x1000) + "\r\n");
        };
        assertRefused(fetchFrom(script), Refusal.SIZE);
    }

    @Test
    void announcedSizeOverTheLimitIsRefusedUnread() {
        Script script = connection -> {
            connection.send(OK + "Content-Length: 99999999999\r\n\r\n");
            connection.stall();
        };
        assertRefused(fetchFrom(script), Refusal.SIZE);
    }

    @Test
    void endlessBodyOfAnUnwantedTypeIsNotRead() {
        Script script = connection -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.flood("4\r\nmore\r\n");
        };
        assertThat(pageOf(fetchFrom(script)).bodyRead()).isFalse();
    }

    @Test
    void endlessRobotsTxtIsCut() {
        Script script = connection -> {
            connection.send(ENDLESS);
            connection.flood("Disallow: /\n");
        };
        assertThat(pageOf(fetchFrom(script, BodyPolicy.ROBOTS_TXT)).body()).hasSize(FetchLimits.MAX_ROBOTS_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-More: 1\r\n", "x"})
    void endlessHeadersFail(String more) {
        Script script = connection -> {
            connection.send("HTTP/1.1 200 OK\r\n");
            connection.flood(more);
        };
        assertFailed(fetchFrom(script), FailureKind.PROTOCOL);
    }

    @Test
    void endlessStatusLineFails() {
        assertFailed(fetchFrom(connection -> connection.flood("HTTP/1.1 200 OK ")), FailureKind.PROTOCOL);
    }

    @Test
    void floodOfInterimAnswersFails() {
        Script script = connection -> connection.flood("HTTP/1.1 103 Early Hints\r\n\r\n");
        assertFailed(fetchFrom(script), FailureKind.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>hello</html>\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "ICY 20\r\n\r\n",
                "\0\1\2\3\r\n\r\n",
                "HTTP/1.1 407 Proxy\r\nContent-Length: 0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
                OK + "Content-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc",
                OK + "Content-Length: 3\r\nContent-Encoding: gzip, gzip\r\n\r\nabc",
                OK + "Content-Length: 3\r\nContent-Encoding: zstd\r\n\r\nabc",
                OK + "Content-Length: 8\r\nContent-Encoding: br\r\n\r\n\377\377\377\377\377\377\377\377",
                OK + "Content-Length: 4\r\nContent-Encoding: deflate\r\n\r\n\377\377\377\377",
            })
    void garbageIsAProtocolFailure(String raw) {
        assertFailed(fetch(raw), FailureKind.PROTOCOL);
    }

    @Test
    void negativeContentLengthNeverThrows() {
        assertThat(fetch(OK + "Content-Length: -5\r\n\r\nabc")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "18446744073709551616", "3, 3", ""})
    void contentLengthThatIsNoNumberCountsAsNone(String length) {
        assertThat(pageOf(fetch(OK + "Content-Length: " + length + "\r\n\r\nabc"))
                        .body())
                .asString()
                .isEqualTo("abc");
    }

    @Test
    void bodyShorterThanAnnouncedIsABrokenConnection() {
        assertFailed(fetch(OK + "Content-Length: 10\r\n\r\nabc"), FailureKind.CONNECTION);
    }

    @Test
    void closingWithoutAnAnswerIsABrokenConnection() {
        assertFailed(fetch(""), FailureKind.CONNECTION);
    }

    @Test
    void resetBeforeTheAnswerIsABrokenConnection() {
        assertFailed(fetchFrom(RawServer.Connection::reset), FailureKind.CONNECTION);
    }

    @Test
    void resetWithinTheBodyIsABrokenConnection() {
        Script script = connection -> {
            connection.send(OK + "Content-Length: 10\r\n\r\nabc");
            connection.reset();
        };
        assertFailed(fetchFrom(script), FailureKind.CONNECTION);
    }

    @Test
    void junkHeadersDoNotSpoilThePage() {
        String raw = OK + "no colon here\r\n: nameless\r\nX-\1\377: \2\r\nContent-Length: 2\r\n\r\nok";
        assertThat(pageOf(fetch(raw)).body()).asString().isEqualTo("ok");
    }

    @Test
    void gzipBombIsRefusedWhileDecoding() throws IOException {
        byte[] bomb = gzip(new byte[64 << 20]);
        Script script = connection -> {
            connection.send(OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            connection.send(bomb);
        };
        assertThat(bomb.length).isLessThan(1 << 20);
        assertRefused(fetchFrom(script), Refusal.SIZE);
    }

    @Test
    void fetchesGoOnAfterAHostileServer() throws IOException {
        try (RawServer good = RawServer.answering(OK + "Content-Length: 2\r\n\r\nok")) {
            assertFailed(fetchFrom(RawServer.Connection::stall), FailureKind.TIMEOUT);
            assertThat(pageOf(fetcher.fetch(local(good.url("/")))).body())
                    .as("the fetcher still works")
                    .asString()
                    .isEqualTo("ok");
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
