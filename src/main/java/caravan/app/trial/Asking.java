package caravan.app.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the trial's processes over HTTP how they are. Thread-safe. */
final class Asking {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    boolean isReady(Member member) throws InterruptedException {
        return get(member.uri("/observe/health/ready")).isPresent();
    }

    boolean isHealthy(TrialPlan plan) throws InterruptedException {
        return get(URI.create(plan.etcdUrl() + "/health"))
                .filter(body -> body.contains("true"))
                .isPresent();
    }

    /** @return the id of the master that leads, as {@code master} knows it; empty when it knows none */
    Optional<Integer> leader(Member master) throws InterruptedException {
        return get(master.uri("/crawler/leader")).flatMap(Asking::id);
    }

    private static Optional<Integer> id(String leader) {
        try {
            return Optional.of(JSON.readTree(leader).path("id").asInt());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** @return the body of an answer with status 200 */
    private Optional<String> get(URI uri) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
            return Optional.of(answer).filter(each -> each.statusCode() == 200).map(HttpResponse::body);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
