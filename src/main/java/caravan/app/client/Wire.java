package caravan.app.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** HTTP to single masters, with time-outs and a limit on what is read. Thread-safe. */
final class Wire {
    private final Duration patience;
    private final Duration connectPatience;
    private final HttpClient http;

    /**
     * @param connectPatience longest wait for a connection
     * @param patience        longest wait for the whole answer
     */
    Wire(Duration connectPatience, Duration patience) {
        this.connectPatience = connectPatience;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(connectPatience)
                .build();
    }

    /** Asks and waits. */
    Reply ask(URI master, Call call) {
        return start(master, call).join();
    }

    /** Asks; what comes is always a reply, never a failure. */
    CompletableFuture<Reply> start(URI master, Call call) {
        return http.sendAsync(request(master, call), head -> new LimitedBody(Answer.MAX_BYTES))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .<Reply>thenApply(response -> answer(master, response))
                .exceptionally(failure -> silence(master, failure));
    }

    private HttpRequest request(URI master, Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(master + call.path()))
                .timeout(patience)
                .header("Accept", "application/json, application/problem+json")
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        if (!call.body().isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    private static Answer answer(URI master, HttpResponse<byte[]> response) {
        String retryAfter = response.headers().firstValue("Retry-After").orElse("");
        return new Answer(master, response.statusCode(), retryAfter, response.body());
    }

    private Silence silence(URI master, Throwable failure) {
        Throwable cause = failure instanceof CompletionException
                ? Optional.ofNullable(failure.getCause()).orElse(failure)
                : failure;
        if (cause instanceof HttpConnectTimeoutException) {
            return new Silence(master, "no connection within " + connectPatience.toSeconds() + " s", false);
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return new Silence(master, "no answer within " + patience.toSeconds() + " s", true);
        }
        if (cause instanceof ConnectException) {
            return new Silence(master, whyNoConnection(cause), false);
        }
        if (cause instanceof SSLException) {
            return new Silence(master, "no secure connection: " + cause.getMessage(), false);
        }
        if (cause instanceof IOException) {
            return new Silence(master, "the connection broke: " + cause.getMessage(), true);
        }
        throw new CompletionException(cause);
    }

    /** The library's exception may hold its reason only in a cause. */
    private static String whyNoConnection(Throwable failure) {
        if (causes(failure).anyMatch(UnresolvedAddressException.class::isInstance)) {
            return "unknown host";
        }
        return causes(failure)
                .flatMap(cause -> Stream.ofNullable(cause.getMessage()))
                .findFirst()
                .map(message -> message.toLowerCase(Locale.ROOT))
                .orElse("connection refused");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
