package caravan.cluster;

import caravan.CaravanException;
import caravan.task.Task;
import caravan.task.TaskCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A definition as it is stored: as it was written, as JSON, and {@code privateAllowed} beside its keys where the
 * operator wrote it. Thread-safe.
 */
public record TaskJson(TaskCodec codec) {
    /** Numbers stay as they were written: 1.50 is another text than 1.5. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String PRIVATE = "privateAllowed";

    /** @return with room for keys of the store's own, which {@link #read} is not to find any more */
    public ObjectNode write(Task task) {
        try {
            ObjectNode definition = (ObjectNode) JSON.readTree(codec.writeJson(task));
            if (task.privateAllowed()) {
                definition.put(PRIVATE, true);
            }
            return definition;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the codec writes no JSON", e);
        }
    }

    /**
     * @param source named in errors
     * @throws CaravanException INVALID when it is not JSON
     */
    public static JsonNode parse(String text, String source) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid(source + ": is not JSON");
        }
    }

    /**
     * @param stored as {@link #write} has made it
     * @param source named in errors
     * @throws CaravanException INVALID when it is no definition
     */
    public Task read(JsonNode stored, String source) {
        boolean privateAllowed = stored.path(PRIVATE).asBoolean();
        if (stored instanceof ObjectNode definition) {
            definition.remove(PRIVATE);
        }
        return codec.readJson(stored.toString(), source, privateAllowed);
    }
}
