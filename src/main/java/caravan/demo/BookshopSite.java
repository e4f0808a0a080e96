package caravan.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bundled demo site: a small bookshop, to be crawled without the internet. It is on the loopback address unless
 * another is asked for. It answers GET and HEAD, always the same while it runs. Any number of threads may use it at
 * once.
 *
 * <p>It also knows what a polite crawler is to find there ({@link #expected()}) and what the shop sells
 * ({@link #catalogue()}), so that a crawl can be checked against it.
 */
public final class BookshopSite implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING_REQUESTS = 256;
    private static final long STOP_MILLIS = 500;
    private static final String LAST_MODIFIED = "Mon, 05 Jan 2026 09:00:00 GMT";

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI home;
    private final Catalogue catalogue = Catalogue.bundled();
    private final SiteRoutes routes;

    private BookshopSite(HttpServer server, URI home) {
        this.server = server;
        this.threads = newThreads(server.getAddress().getPort());
        this.home = home;
        this.routes = new SiteRoutes(catalogue, home);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Opens the shop on the loopback address.
     *
     * @param port where to listen; 0 takes a free one
     * @throws UncheckedIOException when the port is taken
     */
    public static BookshopSite start(int port) {
        return start(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    /**
     * Opens the shop where others reach it.
     *
     * @param host name or address of this machine to listen on, and to be called by in the shop's absolute links; on
     *             {@code 0.0.0.0} it listens on every address and calls itself by the loopback address
     * @param port where to listen; 0 takes a free one
     * @throws UncheckedIOException when the host is not of this machine, or the port is taken
     */
    public static BookshopSite start(String host, int port) {
        // the JDK's server sends head and body apart, and without this the body waits 40 ms for the client's delayed
        // ACK; the JDK reads it once, before the first server of the process
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            InetAddress address = InetAddress.getByName(host);
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            String name = address.isAnyLocalAddress()
                    ? InetAddress.getLoopbackAddress().getHostAddress()
                    : host;
            return new BookshopSite(server, home(name, server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve the demo site on port " + port, e);
        }
    }

    /** @return address of the home page, such as {@code http://127.0.0.1:41234/} */
    public URI uri() {
        return home;
    }

    /** @return {@link #uri()} as text */
    public String url() {
        return home.toString();
    }

    /** @return what the shop sells */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * What a polite crawler gets that starts at the home page and follows the links of HTML pages and redirects: not
     * what robots.txt disallows, what only a {@code rel=nofollow} link or the sitemap names, nor other sites.
     *
     * @return the answers by path, with the query where there is one
     */
    public Map<String, Expected> expected() {
        return PoliteWalk.of(catalogue);
    }

    /** @return the paths of {@link #expected()} */
    public Set<String> reachablePaths() {
        return expected().keySet();
    }

    /** Closes the shop, cutting off whoever is still being served. Returns within a second. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                headers.set("Allow", "GET, HEAD");
                send(exchange, Answer.empty(405));
                return;
            }
            Answer answer = routes.answer(exchange.getRequestURI());
            if (answer.status() != 200) {
                send(exchange, answer);
                return;
            }
            headers.set("ETag", answer.etag());
            headers.set("Last-Modified", LAST_MODIFIED);
            headers.set("Cache-Control", "no-cache");
            send(exchange, isKnown(exchange.getRequestHeaders(), answer.etag()) ? Answer.empty(304) : answer);
        }
    }

    /** RFC 9110 § 13.1.2: a list of tags, each perhaps marked weak, or any. */
    private static boolean isKnown(Headers request, String etag) {
        String known = String.join(",", request.getOrDefault("If-None-Match", List.of()));
        return Arrays.stream(known.split(","))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        if (!answer.contentType().isEmpty()) {
            headers.set("Content-Type", answer.contentType());
        }
        if (!answer.location().isEmpty()) {
            headers.set("Location", answer.location());
        }
        if (exchange.getRequestMethod().equals("HEAD") && answer.status() != 304) {
            headers.set("Content-Length", String.valueOf(answer.body().length));
        }
        boolean withBody =
                answer.body().length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), withBody ? answer.body().length : -1);
        if (withBody) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    /** Bounded; when all are busy the server's own thread serves, and so takes no further requests meanwhile. */
    private static ExecutorService newThreads(int port) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(WAITING_REQUESTS),
                task -> {
                    Thread thread = new Thread(task, "demo-site-" + port + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    private static URI home(String host, int port) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
    }
}
