package caravan.fetch;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.FetchRequest.BodyPolicy;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The fetcher over OkHttp. Thread-safe; a fetch runs on its caller's thread. Requests that may reach private addresses
 * and those that may not have connection pools of their own, so that the second kind never rides on a connection that
 * the {@link AddressGuard} has not seen.
 */
public final class OkHttpFetcher implements Fetcher {
    private static final String ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5";
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private final FetchLimits limits;
    private final Headers headers;
    private final BodyReader bodies;
    private final TimedDns dns;
    private final OkHttpClient publicOnly;
    private final OkHttpClient anyAddress;
    private final Set<Call> onTheWire = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param userAgent   names the product and a contact URL
     * @param largeBodies how many bodies over 256 KiB may be in reading at once; each costs up to twice
     *                    {@link FetchLimits#maxBodyBytes} of memory
     */
    public OkHttpFetcher(String userAgent, FetchLimits limits, int largeBodies) {
        this(userAgent, limits, largeBodies, Dns.SYSTEM);
    }

    OkHttpFetcher(String userAgent, FetchLimits limits, int largeBodies, Dns resolver) {
        this.limits = limits;
        headers = Headers.of("User-Agent", userAgent, "Accept", ACCEPT, "Accept-Encoding", ContentCoding.ACCEPTED);
        bodies = new BodyReader(largeBodies);
        dns = new TimedDns(resolver, limits.connect());
        anyAddress = client(limits, dns);
        publicOnly = anyAddress
                .newBuilder()
                .connectionPool(pool(limits))
                .socketFactory(new GuardedSockets())
                .build();
    }

    private static OkHttpClient client(FetchLimits limits, Dns dns) {
        SingleSend singleSend = new SingleSend();
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .dns(dns)
                .connectionPool(pool(limits))
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(true)
                .addNetworkInterceptor(singleSend)
                .eventListener(singleSend)
                .connectTimeout(limits.connect())
                .readTimeout(limits.firstByte())
                .writeTimeout(limits.firstByte())
                .callTimeout(limits.total())
                .build();
    }

    /** Half of the connections for each of the two pools. */
    private static ConnectionPool pool(FetchLimits limits) {
        int idle = Math.max(1, limits.maxConnections() / 2);
        return new ConnectionPool(idle, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public FetchOutcome fetch(FetchRequest request) {
        HttpUrl url = HttpUrl.parse(request.url());
        if (url == null) {
            return new Refused(Refusal.URL, "not an http or https URL");
        }
        if (AddressGuard.isOddlySpelled(url.host())) {
            return new Refused(Refusal.ADDRESS, "host " + url.host() + " is an odd spelling of an IPv4 address");
        }
        Exchange exchange = new Exchange(request, url);
        onTheWire.add(exchange.call);
        try {
            return closed ? new Failed(FailureKind.CANCELLED, "the fetcher is closed") : exchange.run();
        } finally {
            onTheWire.remove(exchange.call);
        }
    }

    @Override
    public void cancelAll() {
        onTheWire.forEach(Call::cancel);
    }

    @Override
    public void close() {
        closed = true;
        cancelAll();
        publicOnly.connectionPool().evictAll();
        anyAddress.connectionPool().evictAll();
        dns.close();
    }

    /** One fetch; used by one thread, only {@link #call} is cancelled from others. */
    private final class Exchange {
        private final FetchRequest request;
        private final SingleSend.Wire wire = new SingleSend.Wire();
        private final Call call;
        private final Instant startedAt = Instant.now();
        private final long startNanos = System.nanoTime();

        Exchange(FetchRequest request, HttpUrl url) {
            this.request = request;
            OkHttpClient client = request.privateAllowed() ? anyAddress : publicOnly;
            call = client.newCall(new Request.Builder()
                    .url(url)
                    .headers(headers)
                    .tag(SingleSend.Wire.class, wire)
                    .build());
        }

        FetchOutcome run() {
            try (Response response = call.execute()) {
                return receive(response);
            } catch (IOException e) {
                return broken(e);
            } catch (Exception e) {
                return unexpected(e);
            }
        }

        private FetchOutcome receive(Response response) throws IOException {
            Answer answer = new Answer(request, response, wire);
            if (answer.isRedirect()) {
                release(answer, true);
                return new Redirected(page(answer, new byte[0], 0), answer.location());
            }
            if (!answer.bodyWanted()) {
                release(answer, false);
                return new Fetched(page(answer, new byte[0], Math.max(0, answer.announcedBytes())));
            }
            byte[] body = body(answer, response);
            return new Fetched(page(answer, body, body.length));
        }

        /**
         * Closing the response drains what is left for the next request's sake; a long rest costs more than it
         * saves.
         */
        private void release(Answer answer, boolean worthReadingOn) {
            if (!answer.isQuicklyDrained(worthReadingOn)) {
                call.cancel();
            }
        }

        private byte[] body(Answer answer, Response response) throws IOException {
            boolean robots = request.body() == BodyPolicy.ROBOTS_TXT;
            int maxBytes = robots ? FetchLimits.MAX_ROBOTS_BYTES : limits.maxBodyBytes();
            ContentCoding coding = ContentCoding.of(answer.header("content-encoding"));
            if (!robots && answer.announcedBytes() > maxBytes) {
                throw new BodyTooLargeException(maxBytes);
            }
            boolean patient = response.protocol() != Protocol.HTTP_2;
            long deadline = startNanos + limits.total().toNanos();
            byte[] body = bodies.read(
                    response.body().source(), coding, new BodyReader.Budget(maxBytes, robots, deadline, patient));
            if (robots && body.length == maxBytes) {
                call.cancel(); // the rest that was cut off is not worth draining
            }
            return body;
        }

        private Page page(Answer answer, byte[] body, long bytes) {
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            return answer.page(body, bytes, startedAt, duration);
        }

        /**
         * OkHttp and okio throw runtime exceptions on some malformed input, which to the crawl is one more broken
         * answer, and, being Kotlin, an undeclared InterruptedException.
         */
        private FetchOutcome unexpected(Exception e) {
            call.cancel();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return new Failed(FailureKind.CANCELLED, "interrupted");
            }
            return new Failed(FailureKind.PROTOCOL, Failures.detail(e));
        }

        private FetchOutcome broken(IOException e) {
            boolean wasCancelled = call.isCanceled();
            call.cancel(); // a refused body must not be drained
            if (wasCancelled && System.nanoTime() - startNanos < limits.total().toNanos()) {
                return new Failed(FailureKind.CANCELLED, "cancelled");
            }
            if (wasCancelled) {
                return new Failed(
                        FailureKind.TIMEOUT,
                        "no whole answer within " + limits.total().toMillis() + " ms");
            }
            return Failures.outcomeOf(e);
        }
    }
}
