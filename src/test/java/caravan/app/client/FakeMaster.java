package caravan.app.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that answers as it is told, and remembers what it was asked. Thread-safe. */
final class FakeMaster implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** Writes an answer. */
    interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    private FakeMaster(HttpServer server) {
        this.server = server;
    }

    static FakeMaster start(Script script) {
        try {
            FakeMaster master =
                    new FakeMaster(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            master.server.createContext("/", exchange -> master.handle(exchange, script));
            master.server.setExecutor(master.threads);
            master.server.start();
            return master;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FakeMaster answering(int status, String body) {
        return start(exchange -> send(exchange, status, body));
    }

    static FakeMaster busy(String retryAfter) {
        return start(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            send(exchange, 503, "{\"detail\":\"no master leads at the moment\"}");
        });
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange, Script script) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
        script.answer(exchange);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Each request as {@code METHOD PATH BODY}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
