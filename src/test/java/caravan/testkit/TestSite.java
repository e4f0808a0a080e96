package caravan.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A well-behaved web site on a free loopback port, which logs what it is asked. Thread-safe. */
public final class TestSite implements AutoCloseable {
    private static final int THREADS = 32;

    static {
        // Without it Nagle's algorithm and delayed ACKs add 40 ms to many answers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final List<Hit> hits = new CopyOnWriteArrayList<>();
    private final ExecutorService threads;
    private final HttpServer server;

    /**
     * One request, stamped when it arrived.
     *
     * @param path         with its query, if it had one
     * @param arrivalNanos by {@link System#nanoTime}
     */
    public record Hit(String path, long arrivalNanos, String userAgent, String method) {}

    private TestSite(HttpServer server) {
        this.server = server;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "test-site-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** A site without pages: everything is 404 until it is added. */
    public static TestSite start() {
        try {
            return on(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same on a server that the test has made, such as an HTTPS one, and not started yet. */
    public static TestSite on(HttpServer server) {
        return new TestSite(server);
    }

    /** Serves UTF-8 HTML with status 200. */
    public TestSite page(String path, String html) {
        return handle(path, exchange -> answer(exchange, 200, "text/html; charset=utf-8", html));
    }

    /** @param path with a query matches that query only, without one every query */
    public TestSite handle(String path, HttpHandler handler) {
        handlers.put(path, handler);
        return this;
    }

    /** Sends a whole answer with a Content-Length; other headers are set on the exchange before. */
    public static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Such as {@code http://127.0.0.1:40123}. */
    public String origin() {
        return "http://127.0.0.1:" + port();
    }

    public String url(String path) {
        return origin() + path;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Every request so far, in order of arrival. */
    public List<Hit> log() {
        return List.copyOf(hits);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String userAgent = String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"));
        hits.add(new Hit(path, System.nanoTime(), userAgent, exchange.getRequestMethod()));
        HttpHandler byPath = handlers.get(exchange.getRequestURI().getRawPath());
        HttpHandler handler = handlers.getOrDefault(path, byPath);
        if (handler == null) {
            answer(exchange, 404, "text/html", "no such page");
        } else {
            handler.handle(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
