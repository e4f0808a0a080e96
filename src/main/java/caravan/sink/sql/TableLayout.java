package caravan.sink.sql;

import caravan.ValueType;
import caravan.sink.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows of one shape go into their table.
 *
 * @param table   its name in the database
 * @param columns beside the key, in the order of their places in {@code upsert}, which come after that of the key
 * @param upsert  SQL that stores one row, instead of the one of the same key if that is there
 */
record TableLayout(String table, List<Column> columns, String upsert) {
    private static final String FETCHED_AT = "_fetched_at";

    static TableLayout of(Dialect dialect, String table, List<Column> columns) {
        List<String> names = new ArrayList<>(List.of(Dialect.KEY));
        columns.forEach(column -> names.add(column.name()));
        return new TableLayout(table, List.copyOf(columns), dialect.upsert(table, names));
    }

    /** All fields that are stored of such a row, in order: where it comes from, and what its page said. */
    static Map<String, ValueType> fields(Map<String, ValueType> ofRow) {
        Map<String, ValueType> fields = new LinkedHashMap<>();
        fields.put("_task", ValueType.TEXT);
        fields.put("_type", ValueType.TEXT);
        fields.put("_url", ValueType.TEXT);
        fields.put("_position", ValueType.INTEGER);
        fields.put(FETCHED_AT, ValueType.TIMESTAMP);
        fields.putAll(ofRow);
        return Collections.unmodifiableMap(fields);
    }

    /** @return the value of one of those fields, or null; a page's record is the one item of type "page" of its page */
    static Object value(Row row, String field) {
        return switch (field) {
            case "_task" -> row.getOrDefault("_task", row.get("task"));
            case "_type" -> row.getOrDefault("_type", "page");
            case "_url" -> row.getOrDefault("_url", row.get("url"));
            case "_position" -> row.getOrDefault("_position", 0);
            case FETCHED_AT -> instant(row.getOrDefault("_fetchedAt", row.get("fetchedAt")));
            default -> row.get(field);
        };
    }

    private static Object instant(Object value) {
        return value instanceof String text ? Instant.parse(text) : value;
    }
}
