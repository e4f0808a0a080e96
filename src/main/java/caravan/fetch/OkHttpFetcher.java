package caravan.fetch;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.NotModified;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.task.ProxyAddress;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The fetcher over OkHttp. Thread-safe; a fetch runs on its caller's thread.
 */
public final class OkHttpFetcher implements Fetcher {
    private static final String ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5";

    private final FetchLimits limits;
    private final Headers headers;
    private final BodyReader bodies;
    private final TimedDns dns;
    private final Clients clients;
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
        clients = new Clients(userAgent, limits, dns);
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
        Request.Builder message = message(request, url);
        return request.session().proxies().isEmpty()
                ? run(request, clients.direct(request.privateAllowed()).newCall(message.build()))
                : throughProxy(request, url, message);
    }

    private Request.Builder message(FetchRequest request, HttpUrl url) {
        Ask ask = request.ask();
        RequestBody body =
                ask.method().equals("POST") ? RequestBody.create(ask.body().getBytes(StandardCharsets.UTF_8)) : null;
        return new Request.Builder()
                .url(url)
                .headers(Conditions.added(request, request.session().headers(url, ask, headers)))
                .method(ask.method(), body)
                .tag(SingleSend.Wire.class, new SingleSend.Wire());
    }

    private FetchOutcome run(FetchRequest request, Call call) {
        onTheWire.add(call);
        try {
            return closed
                    ? new Failed(FailureKind.CANCELLED, "the fetcher is closed")
                    : new Exchange(request, call).run();
        } finally {
            onTheWire.remove(call);
        }
    }

    private FetchOutcome throughProxy(FetchRequest request, HttpUrl url, Request.Builder message) {
        if (!request.privateAllowed() && leadsInside(url.host())) {
            return new Refused(Refusal.ADDRESS, "host " + url.host() + " has an address that is not public");
        }
        ProxyRing proxies = request.session().proxies();
        ProxyRing.Turn turn = proxies.take();
        ProxyAddress proxy = turn.proxy();
        if (proxy.kind() == ProxyAddress.Kind.HTTP && !url.isHttps() && proxy.hasCredentials()) {
            message.header(ProxyLogin.HEADER, ProxyLogin.basic(proxy));
        }
        Call call = clients.through(proxy, proxies.mayBePrivate()).newCall(message.build());
        return ProxyBlame.judged(turn, run(request, call), SingleSend.wireOf(call.request()));
    }

    /** The proxy looks the name up anew and may find another address: here is all that can be checked of it. */
    private boolean leadsInside(String host) {
        try {
            return !dns.lookup(host).stream().allMatch(AddressGuard::isPublic);
        } catch (UnknownHostException e) {
            return false; // known to the proxy alone, if at all
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
        clients.close();
        dns.close();
    }

    /** One fetch; used by one thread, only its call is cancelled from others. */
    private final class Exchange {
        private final FetchRequest request;
        private final Call call;
        private final SingleSend.Wire wire;
        private final Instant startedAt = Instant.now();
        private final long startNanos = System.nanoTime();

        Exchange(FetchRequest request, Call call) {
            this.request = request;
            this.call = call;
            this.wire = SingleSend.wireOf(call.request());
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
            wire.answered();
            request.session().keep(call.request().url(), response.headers());
            Answer answer = new Answer(request, response, wire);
            if (answer.isRedirect()) {
                release(answer, true);
                return new Redirected(page(answer, new byte[0], 0), answer.location());
            }
            if (answer.isNotModified()
                    && Conditions.areIn(request, call.request().headers())) {
                return new NotModified(page(answer, new byte[0], 0));
            }
            if (!answer.bodyWanted()) {
                release(answer, false);
                return new Fetched(page(answer, new byte[0], Math.max(0, answer.announcedBytes())));
            }
            byte[] body = isHead() ? new byte[0] : body(answer, response);
            return new Fetched(page(answer, body, body.length));
        }

        /**
         * Closing the response drains what is left for the next request's sake; a long rest costs more than it
         * saves.
         */
        private void release(Answer answer, boolean worthReadingOn) {
            if (!isHead() && !answer.isQuicklyDrained(worthReadingOn)) {
                call.cancel();
            }
        }

        private boolean isHead() {
            return request.ask().method().equals("HEAD");
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
            wire.brokeWith(e);
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
