package caravan.crawl;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Requests as JSON objects, in the store and in what is exported. What has its usual value is left out; unknown names
 * are passed over, so that later versions may add some. Thread-safe.
 */
public final class RequestJson {
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    /** For other notes beside them; not to be configured. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private RequestJson() {}

    /** One as a document of its own. */
    public static byte[] write(Request request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(request, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One inside a larger document. */
    public static void write(Request request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", request.url());
        text(json, "rule", request.rule());
        number(json, "depth", request.depth());
        number(json, "priority", request.priority());
        number(json, "attempt", request.attempt());
        number(json, "redirects", request.redirects());
        text(json, "referrer", request.referrer());
        if (!request.carry().isEmpty()) {
            json.writeObjectField("carry", request.carry());
        }
        Ask ask = request.ask();
        if (!ask.isPlain()) {
            json.writeStringField("method", ask.method());
            text(json, "body", ask.body());
            if (!ask.headers().isEmpty()) {
                json.writeObjectField("headers", ask.headers());
            }
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, int value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    public static Request read(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            return read(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a request: " + e.getMessage(), e);
        }
    }

    /** @param json stands at the start of the object, and then at its end */
    public static Request read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("not a request: a JSON object is expected");
        }
        Parts parts = new Parts();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            parts.take(name, json);
        }
        return parts.request();
    }

    /** What has been read of one. */
    private static final class Parts {
        private String url = "";
        private String rule = "";
        private String referrer = "";
        private String method = "GET";
        private String body = "";
        private Map<String, String> headers = Map.of();
        private Map<String, Object> carry = Map.of();
        private int depth;
        private int priority;
        private int attempt;
        private int redirects;

        void take(String name, JsonParser json) throws IOException {
            switch (name) {
                case "url" -> url = json.getText();
                case "rule" -> rule = json.getText();
                case "referrer" -> referrer = json.getText();
                case "method" -> method = json.getText();
                case "body" -> body = json.getText();
                case "headers" -> headers = json.readValueAs(TEXTS);
                case "carry" -> carry = json.readValueAs(VALUES);
                case "depth" -> depth = json.getIntValue();
                case "priority" -> priority = json.getIntValue();
                case "attempt" -> attempt = json.getIntValue();
                case "redirects" -> redirects = json.getIntValue();
                default -> json.skipChildren();
            }
        }

        Request request() {
            boolean plain = method.equals("GET") && headers.isEmpty();
            Ask ask = plain ? Ask.GET : new Ask(method, body, headers);
            return new Request(url, ask, rule, carry, depth, priority, attempt, redirects, referrer);
        }
    }
}
