package caravan.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * An item as it leaves a crawl, without the time of its fetch: to compare what was written with what a site holds.
 * Numbers of the same value are equal, however they are written; dates are texts.
 *
 * @param key    type, URL of the page and position on it
 * @param fields by name
 */
public record FlatItem(String key, Map<String, Object> fields) {
    private static final Set<String> OWN = Set.of("_task", "_type", "_url", "_position", "_fetchedAt");

    public FlatItem {
        Map<String, Object> plain = new TreeMap<>();
        fields.forEach((name, value) -> plain.put(name, plain(value)));
        fields = Collections.unmodifiableMap(plain);
    }

    /** The only item, or the first, of its type on its page. */
    public static FlatItem first(String type, String url, Map<String, Object> fields) {
        return at(0, type, url, fields);
    }

    public static FlatItem at(int position, String type, String url, Map<String, Object> fields) {
        return new FlatItem(type + " " + url + " " + position, fields);
    }

    /** @throws IllegalArgumentException where one of the names that every item has is missing */
    public static FlatItem of(JsonNode line) {
        Set<String> missing = new TreeSet<>(OWN);
        Map<String, Object> fields = new LinkedHashMap<>();
        line.properties().forEach(entry -> {
            if (!missing.remove(entry.getKey())) {
                fields.put(entry.getKey(), value(entry.getValue()));
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no " + missing + " in " + line);
        }
        int position = line.get("_position").asInt();
        return at(position, line.get("_type").asText(), line.get("_url").asText(), fields);
    }

    public String type() {
        return key.substring(0, key.indexOf(' '));
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(FlatItem::value)
                    .toList();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isTextual() ? node.asText() : node;
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(FlatItem::plain).toList();
        }
        if (value instanceof Number) {
            return new BigDecimal(value.toString()).stripTrailingZeros();
        }
        return value instanceof JsonNode ? value : value.toString();
    }
}
