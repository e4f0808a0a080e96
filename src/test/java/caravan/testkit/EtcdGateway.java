package caravan.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What etcd holds, asked of the JSON gateway that is built into it: an oracle that shares no code with the client under
 * test. Keys and values are UTF-8. A call throws UncheckedIOException where etcd cannot be reached or is silent for too
 * long, and IllegalStateException with etcd's words where it refuses. Thread-safe.
 */
final class EtcdGateway {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String RANGE = "/v3/kv/range";
    private static final String FIRST_KEY = "\0";
    /** As an end of a range: no end. */
    private static final String NO_END = "\0";

    private final HttpClient http;
    private final String endpoint;
    private final Duration patience;

    /** @param patience how long a call waits for the answer */
    EtcdGateway(String endpoint, Duration patience) {
        this.endpoint = endpoint;
        this.patience = patience;
        http = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    long revision() {
        return call(RANGE, Map.of("key", encode(FIRST_KEY), "count_only", true))
                .path("header")
                .path("revision")
                .asLong();
    }

    Optional<String> get(String key) {
        JsonNode pairs = call(RANGE, Map.of("key", encode(key))).path("kvs");
        return pairs.isEmpty() ? Optional.empty() : Optional.of(value(pairs.get(0)));
    }

    /**
     * Keys with their values, in order of the keys.
     *
     * @param revision as of when; 0 is now
     */
    Map<String, String> list(String prefix, long revision) {
        String key = prefix.isEmpty() ? FIRST_KEY : prefix;
        JsonNode answer = call(
                RANGE, Map.of("key", encode(key), "range_end", endOf(prefix), "revision", String.valueOf(revision)));
        Map<String, String> pairs = new LinkedHashMap<>();
        answer.path("kvs").forEach(pair -> pairs.put(key(pair), value(pair)));
        return Collections.unmodifiableMap(pairs);
    }

    /**
     * What a member knows of its peers.
     *
     * @param leader id of the one it follows; "0" where it knows of none
     */
    record Raft(String member, String leader, long term) {}

    Raft raft() {
        JsonNode answer = call("/v3/maintenance/status", Map.of());
        return new Raft(
                answer.path("header").path("member_id").asText(),
                answer.path("leader").asText("0"),
                answer.path("raftTerm").asLong());
    }

    void put(String key, String value) {
        call("/v3/kv/put", Map.of("key", encode(key), "value", encode(value)));
    }

    void delete(String key) {
        call("/v3/kv/deleterange", Map.of("key", encode(key)));
    }

    void compact(long revision) {
        call("/v3/kv/compaction", Map.of("revision", String.valueOf(revision), "physical", true));
    }

    /** A stream of lines, each a JSON object, with every event of every key from {@code revision} on. */
    InputStream watch(long revision) throws IOException {
        Map<String, Object> create = Map.of(
                "key", encode(FIRST_KEY), "range_end", encode(NO_END), "start_revision", String.valueOf(revision));
        HttpResponse<InputStream> answer =
                post("/v3/watch", Map.of("create_request", create), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException("etcd does not let watch: status " + answer.statusCode());
        }
        return answer.body();
    }

    static JsonNode parse(String json) throws IOException {
        return MAPPER.readTree(json);
    }

    /** @param pair etcd's JSON of a key with its value */
    static String key(JsonNode pair) {
        return decode(pair.path("key"));
    }

    /** Empty also where there is none, as after a deletion. */
    static String value(JsonNode pair) {
        return decode(pair.path("value"));
    }

    private JsonNode call(String path, Map<String, ?> request) {
        try {
            HttpResponse<String> answer = post(path, request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("etcd refuses: " + answer.body());
            }
            return parse(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> HttpResponse<T> post(String path, Map<String, ?> request, BodyHandler<T> body) throws IOException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(patience)
                .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(request)))
                .build();
        try {
            return http.send(post, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The first key behind all with the prefix: the last byte of UTF-8 is never the highest there is. */
    private static String endOf(String prefix) {
        if (prefix.isEmpty()) {
            return encode(NO_END);
        }
        byte[] end = prefix.getBytes(StandardCharsets.UTF_8);
        end[end.length - 1]++;
        return Base64.getEncoder().encodeToString(end);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
    }
}
