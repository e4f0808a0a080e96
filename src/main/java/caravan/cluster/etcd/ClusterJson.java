package caravan.cluster.etcd;

import caravan.cluster.Resource;
import caravan.task.Task;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** The values in etcd as JSON. What a later version has added is left out; what cannot be read is nothing. */
final class ClusterJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ClusterJson() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
        }
    }

    static <T> Optional<T> read(String value, Class<T> type) {
        try {
            return Optional.ofNullable(JSON.readValue(value, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** @param name from the key: what the value says of its name does not count */
    static Optional<Resource> resource(String name, String value) {
        return isName(name) ? read(value, Resource.class).map(read -> read.named(name)) : Optional.empty();
    }

    private static boolean isName(String name) {
        try {
            Task.requireName(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
