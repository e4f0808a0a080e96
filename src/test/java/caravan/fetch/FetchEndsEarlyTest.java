package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertFailed;
import static caravan.fetch.Outcomes.assertRefused;
import static caravan.fetch.Outcomes.local;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.testkit.RawServer;
import caravan.testkit.TestSite;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches that end early: cancelled, interrupted, or without anyone to talk to. */
@Timeout(20)
class FetchEndsEarlyTest {
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
    void cancelAllEndsWhatIsOnTheWireAndNothingLater() throws Exception {
        CountDownLatch headersSent = new CountDownLatch(1);
        try (RawServer stalled = RawServer.answering(RawServer.Connection::stall);
                RawServer midBody = RawServer.answering(connection -> {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    headersSent.countDown();
                    connection.stall();
                });
                OkHttpFetcher patient = new OkHttpFetcher(AGENT, patience(), 2)) {
            Future<FetchOutcome> first = CompletableFuture.supplyAsync(() -> patient.fetch(local(stalled.url("/"))));
            Future<FetchOutcome> second = CompletableFuture.supplyAsync(() -> patient.fetch(local(midBody.url("/"))));
            headersSent.await();
            await().until(() -> stalled.requests() == 1);
            patient.cancelAll();
            assertFailed(first.get(), FailureKind.CANCELLED);
            assertFailed(second.get(), FailureKind.CANCELLED);
            site.page("/", HELLO);
            assertThat(pageOf(patient.fetch(local(site.url("/")))).status()).isEqualTo(200);
        }
    }

    private static FetchLimits patience() {
        Duration minute = Duration.ofMinutes(1);
        return new FetchLimits(minute, minute, minute, 1 << 20, 4);
    }

    @Test
    void fetchesAfterCloseAreCancelled() {
        fetcher.close();
        assertFailed(fetch("/"), FailureKind.CANCELLED);
        assertThat(site.log()).isEmpty();
    }

    @Test
    void interruptedThreadEndsItsFetchAsCancelledAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        FetchOutcome outcome = fetch("/");
        assertThat(Thread.interrupted()).isTrue();
        assertFailed(outcome, FailureKind.CANCELLED);
    }

    @Test
    void refusedConnectionIsABrokenConnection() throws IOException {
        ServerSocket unused = new ServerSocket(0);
        unused.close();
        FetchOutcome outcome = fetcher.fetch(local("http://127.0.0.1:" + unused.getLocalPort() + "/"));
        assertFailed(outcome, FailureKind.CONNECTION);
    }

    @Test
    void unknownHostIsADnsFailure() {
        try (OkHttpFetcher lost = new OkHttpFetcher(AGENT, QUICK, 2, host -> {
            throw new UnknownHostException(host);
        })) {
            assertFailed(lost.fetch(local("http://nowhere.example/")), FailureKind.DNS);
        }
    }

    @Test
    void silentDnsServerIsADnsFailureInTime() {
        CountDownLatch never = new CountDownLatch(1);
        try (OkHttpFetcher lost = new OkHttpFetcher(AGENT, QUICK, 2, host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        })) {
            assertFailed(lost.fetch(local("http://slow.example/")), FailureKind.DNS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/", "http:///", "http://exa mple/", "http://[::1/", "nonsense", ""})
    void whatIsNoHttpUrlIsRefused(String url) {
        assertRefused(fetcher.fetch(local(url)), Refusal.URL);
    }
}
