package caravan.sink;

import caravan.ValueType;
import caravan.crawl.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows of a bookshop, for tests. */
public final class SampleRows {
    private static final Instant FETCHED = Instant.parse("2026-01-01T00:00:00Z");

    private SampleRows() {}

    /** Books numbered from {@code first} on. */
    public static Rows books(int first, int count) {
        return new Rows(
                IntStream.range(first, first + count).mapToObj(SampleRows::book).toList());
    }

    public static Row book(int number) {
        return book(number, new BigDecimal("12.50"));
    }

    /** A book that costs a hundred. */
    public static Rows dear(int number) {
        return of(book(number, new BigDecimal("100")));
    }

    private static Row book(int number, BigDecimal price) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        types.put("title", ValueType.TEXT);
        types.put("price", ValueType.NUMBER);
        types.put("tags", ValueType.LIST);
        return item("book", number, types, Map.of("title", "Book " + number, "price", price));
    }

    /** A book whose one field is a text. */
    public static Row titled(String title) {
        return item("book", 1, Map.of("title", ValueType.TEXT), Map.of("title", title));
    }

    public static Row item(String type, int number, Map<String, ValueType> types, Map<String, Object> fields) {
        String url = "https://shop.example/" + type + "/" + number;
        return Row.of(new Item("shop", "shop", type, url, FETCHED, 0, types, fields));
    }

    public static Rows of(Row... rows) {
        return new Rows(List.of(rows));
    }
}
