package caravan.task.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys and their values.
 *
 * @param entries in the order they were written
 */
public record Mapping(Place place, Map<String, Entry> entries) implements Node {

    /**
     * @param place of the key: its line may be another than that of its value
     */
    public record Entry(Place place, Node value) {}

    public Mapping {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Optional<Node> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    @Override
    public String described() {
        return "a mapping";
    }
}
