package caravan.sink;

import caravan.ValueType;
import caravan.crawl.Item;
import caravan.crawl.PageRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An item or a page's record as sinks see it: one flat, unmodifiable map in order, so that a route can say
 * <code>${body[title]}</code> and a SQL statement {@code :#title}. As text it is one line of JSON, without line feed.
 * Thread-safe.
 */
public final class Row extends AbstractMap<String, Object> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private final String table;
    private final String key;
    private final Map<String, ValueType> types;
    private final Map<String, Object> values;
    private final Object source;

    private Row(String table, String key, Map<String, ValueType> types, Map<String, Object> values, Object source) {
        this.table = table;
        this.key = key;
        this.types = types;
        this.values = Collections.unmodifiableMap(values);
        this.source = source;
    }

    /** {@code _task}, {@code _type}, {@code _url}, {@code _position} and {@code _fetchedAt}, then the item's fields. */
    public static Row of(Item item) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("_task", item.task());
        values.put("_type", item.type());
        values.put("_url", item.url());
        values.put("_position", item.position());
        values.put("_fetchedAt", item.fetchedAt());
        item.types().keySet().stream()
                .filter(item.fields()::containsKey)
                .forEach(name -> values.put(name, item.fields().get(name)));
        String key = String.join(" ", item.task(), item.type(), item.url(), String.valueOf(item.position()));
        return new Row(item.definition() + "_" + item.type(), key, item.types(), values, values);
    }

    /** The record's components by their names. */
    public static Row of(PageRecord record) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        types.put("status", ValueType.INTEGER);
        for (String text : new String[] {"title", "description", "lang"}) {
            types.put(text, ValueType.TEXT);
        }
        types.put("depth", ValueType.INTEGER);
        types.put("referrer", ValueType.TEXT);
        types.put("contentType", ValueType.TEXT);
        types.put("bytes", ValueType.INTEGER);
        types.put("outlinks", ValueType.INTEGER);
        types.put("noindex", ValueType.BOOLEAN);
        types.put("durationMs", ValueType.INTEGER);
        Map<String, Object> values = JSON.convertValue(record, MAP);
        return new Row(record.task() + "_page", record.task() + " " + record.url(), types, values, record);
    }

    /**
     * This row with one more value, or with another in the place of one, for routes that enrich. The new value is of
     * the kind its class says: whole and other numbers, booleans, dates, instants and lists; anything else becomes
     * text.
     */
    public Row with(String name, Object value) {
        Map<String, ValueType> kinds = new LinkedHashMap<>(types);
        Map<String, Object> more = new LinkedHashMap<>(values);
        ValueType kind = kindOf(value);
        kinds.put(name, kind);
        more.put(name, plain(kind, value));
        return new Row(table, key, kinds, more, more);
    }

    private static ValueType kindOf(Object value) {
        if (value instanceof Number) {
            boolean whole = value instanceof Long || value instanceof Integer || value instanceof Short;
            return whole ? ValueType.INTEGER : ValueType.NUMBER;
        }
        if (value instanceof LocalDate) {
            return ValueType.DATE;
        }
        if (value instanceof Instant) {
            return ValueType.TIMESTAMP;
        }
        if (value instanceof List) {
            return ValueType.LIST;
        }
        return value instanceof Boolean ? ValueType.BOOLEAN : ValueType.TEXT;
    }

    private static Object plain(ValueType kind, Object value) {
        return switch (kind) {
            case TEXT -> String.valueOf(value);
            case INTEGER -> ((Number) value).longValue();
            case NUMBER -> new BigDecimal(value.toString());
            default -> value;
        };
    }

    /** Name of the table for rows of this kind: one for each kind of item of a definition. */
    public String table() {
        return table;
    }

    /** Tells it from every other row; the same when its page is fetched again. */
    public String key() {
        return key;
    }

    /** The fields that a row of this kind can have, in order, and what they hold. */
    public Map<String, ValueType> types() {
        return types;
    }

    @Override
    public Object get(Object name) {
        return values.get(name);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return values.entrySet();
    }

    @Override
    public String toString() {
        try {
            return JSON.writeValueAsString(source);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of plain values cannot be written as JSON", e);
        }
    }
}
