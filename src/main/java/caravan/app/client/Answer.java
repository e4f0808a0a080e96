package caravan.app.client;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An HTTP answer. Its JSON is read leniently: whoever asks for a key that is not there gets a missing node.
 *
 * @param retryAfter the header as it was sent; empty where there was none
 * @param body       what was sent, or the first {@link #MAX_BYTES} + 1 bytes of more
 */
record Answer(URI master, int status, String retryAfter, byte[] body) implements Reply {
    static final int MAX_BYTES = 32 << 20;
    private static final int UNAVAILABLE = 503;
    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectReader WHOLE =
            JSON.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    boolean isDone() {
        return status >= 200 && status < 300;
    }

    /** Whether another master, or the same one later, may do better. */
    boolean isBusy() {
        return status == UNAVAILABLE;
    }

    /** The detail of a problem (RFC 9457), or the bare status from a server that sends none. */
    @Override
    public String reason() {
        return detail().orElse("answered " + status);
    }

    /** The same for a line that does not name the master. */
    String message() {
        return detail().orElse(master + " answered " + status);
    }

    private Optional<String> detail() {
        try {
            String detail = JSON.readTree(body).path("detail").asText();
            return Optional.of(Printable.line(detail)).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * @throws CaravanException when the body is no JSON object or too large
     */
    JsonNode object() {
        requireWhole();
        try {
            JsonNode root = WHOLE.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    /**
     * Passes on the elements of an array one by one: all of them at once may not fit into memory.
     *
     * @throws CaravanException when the body is no JSON array or too large
     */
    void elements(Consumer<JsonNode> each) {
        requireWhole();
        try (JsonParser parser = JSON.createParser(body)) {
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            while (array && parser.nextToken() != JsonToken.END_ARRAY) {
                each.accept(parser.readValueAsTree());
            }
            if (!array || parser.nextToken() != null) {
                throw unreadable();
            }
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** Writes the JSON that {@link #object} or {@link #elements} found in order. */
    void copyTo(JsonGenerator out) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            out.copyCurrentStructure(parser);
        }
    }

    private void requireWhole() {
        if (body.length > MAX_BYTES) {
            throw fault(" answered with more than " + (MAX_BYTES >> 20) + " MiB");
        }
    }

    private CaravanException unreadable() {
        return fault(" answered with something else than the JSON of a master: is this its REST address?");
    }

    private CaravanException fault(String what) {
        return new CaravanException(Kind.INTERNAL, master + what);
    }
}
