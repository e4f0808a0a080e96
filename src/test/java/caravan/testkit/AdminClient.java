package caravan.testkit;

import caravan.testkit.Cluster.Node;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks masters for changes over REST, many at a time, and writes down how each request ended. Thread-safe. */
public final class AdminClient {
    /** Longer than anything may take, so that a request that hangs is told from one that is answered late. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** How a request ended, where there is no status. */
    public enum End {
        ANSWERED,
        /** Nobody listened: it was not carried out. */
        REFUSED,
        /** The connection ended without an answer: nobody knows. */
        BROKEN,
        /** Nothing at all came for longer than anyone would wait. */
        HUNG
    }

    /**
     * A request and its end.
     *
     * @param master     it was sent to
     * @param status     0 where there was no answer
     * @param retryAfter empty where the answer had none
     * @param sentAt     by {@link System#nanoTime()}, like {@code endedAt}
     */
    public record Outcome(
            Asked asked,
            String master,
            End end,
            int status,
            String retryAfter,
            String body,
            long sentAt,
            long endedAt) {

        public String name() {
            return asked.name();
        }

        public boolean isOk() {
            return status == 200;
        }

        /** Told to come back later, and when: whether it was carried out is open. */
        public boolean isPutOff() {
            return status == 503 && !retryAfter.isEmpty();
        }

        public Duration took() {
            return Duration.ofNanos(endedAt - sentAt);
        }

        public String worker() {
            return RestClient.parse(body).path("id").asText();
        }

        @Override
        public String toString() {
            return "%s %s at %s: %s %d %s %s after %d ms"
                    .formatted(asked.method(), asked.name(), master, end, status, retryAfter, body, took().toMillis());
        }
    }

    /** @param json empty sends none */
    public record Asked(String method, String path, String name, String json) {}

    public CompletableFuture<Outcome> add(Node master, String name) {
        String json = "{\"id\":\"any\",\"name\":\"" + name + "\"}";
        return send(master, new Asked("POST", "/crawler/resource", name, json));
    }

    public CompletableFuture<Outcome> delete(Node master, String name) {
        return send(master, new Asked("DELETE", "/crawler/resource/" + name, name, ""));
    }

    public CompletableFuture<Outcome> get(Node master, String name) {
        return send(master, new Asked("GET", "/crawler/resource/" + name, name, ""));
    }

    /** @return completes with an outcome in any case, within a minute */
    public CompletableFuture<Outcome> send(Node master, Asked asked) {
        BodyPublisher body = asked.json().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(asked.json());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + master.http() + asked.path()))
                .timeout(PATIENCE)
                .method(asked.method(), body)
                .header("Content-Type", RestClient.JSON)
                .build();
        long sentAt = System.nanoTime();
        return http.sendAsync(request, BodyHandlers.ofString())
                .handle((answer, fault) -> fault == null
                        ? answered(asked, master, answer, sentAt)
                        : unanswered(asked, master, fault, sentAt));
    }

    private static Outcome answered(Asked asked, Node master, HttpResponse<String> answer, long sentAt) {
        String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
        return new Outcome(
                asked,
                master.id(),
                End.ANSWERED,
                answer.statusCode(),
                retryAfter,
                answer.body(),
                sentAt,
                System.nanoTime());
    }

    private static Outcome unanswered(Asked asked, Node master, Throwable fault, long sentAt) {
        Throwable cause = fault instanceof IOException ? fault : fault.getCause();
        End end = cause instanceof HttpTimeoutException
                ? End.HUNG
                : cause instanceof ConnectException ? End.REFUSED : End.BROKEN;
        return new Outcome(asked, master.id(), end, 0, "", String.valueOf(cause), sentAt, System.nanoTime());
    }
}
