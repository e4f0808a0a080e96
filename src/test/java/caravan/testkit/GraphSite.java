package caravan.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A site of any number of pages on a free loopback port, made as they are asked for: page {@code n} links to
 * {@code 2n+1} and {@code 2n+2}, so that all are found from page 0, and to some it shares with its neighbours. It
 * counts how often each was asked for. Thread-safe.
 */
public final class GraphSite implements AutoCloseable {
    private static final int THREADS = 16;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final int pages;
    private final int faultyEvery;
    private final AtomicIntegerArray asked;
    private final AtomicLong faults = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    private GraphSite(int pages, int faultyEvery, HttpServer server) {
        this.pages = pages;
        this.faultyEvery = faultyEvery;
        this.asked = new AtomicIntegerArray(pages);
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static GraphSite start(int pages) throws IOException {
        return startFaulty(pages, Integer.MAX_VALUE);
    }

    /** One where every so many pages one answers 500 when it is asked for the first time. */
    public static GraphSite startFaulty(int pages, int every) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new GraphSite(pages, every, HttpServer.create(anyPort, 0));
    }

    /** Of page 0. */
    public String url() {
        return urlOf(0);
    }

    public String urlOf(int page) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/p/" + page;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/p/")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        int page = Integer.parseInt(path.substring("/p/".length()));
        boolean first = asked.getAndIncrement(page) == 0;
        total.incrementAndGet();
        if (first && page % faultyEvery == faultyEvery - 1) {
            faults.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        byte[] body = html(page).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String html(int page) {
        StringBuilder html = new StringBuilder("<title>page ").append(page).append("</title>");
        IntStream.of(2 * page + 1, 2 * page + 2, page / 2, page / 3, page / 5, 0)
                .filter(target -> target < pages)
                .forEach(target -> html.append("<a href=/p/").append(target).append(">more</a> "));
        return html.toString();
    }

    /** Requests for pages, all of them. */
    public long requests() {
        return total.get();
    }

    /** Pages that were asked for at least once. */
    public long pagesAsked() {
        return IntStream.range(0, pages).filter(page -> asked.get(page) > 0).count();
    }

    /** Requests for pages that had been asked for before, but for those after a fault. */
    public long repeated() {
        return total.get() - pagesAsked() - faults.get();
    }

    /** How often each page was asked for so far. */
    public int[] counts() {
        return IntStream.range(0, pages).map(asked::get).toArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
