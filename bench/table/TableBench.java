import caravan.ValueType;
import caravan.crawl.Item;
import caravan.sink.Row;
import caravan.sink.sql.DatabaseSettings;
import caravan.sink.sql.Databases;
import caravan.sink.sql.TableSink;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Times the table sink: batches of rows of six fields into a new table, as one sink's thread writes them. */
public class TableBench {
    private static final int BATCH = 500;
    private static final int BLOCK = 50_000;
    private static final int BLOCKS = 6;

    public static void main(String[] arguments) throws Exception {
        DatabaseSettings settings = new DatabaseSettings("bench", arguments[0], arguments[1], arguments[2], 2);
        try (Databases databases = new Databases(List.of(settings))) {
            Map<String, Object> beans = new HashMap<>();
            databases.addTo(beans);
            TableSink sink = new TableSink("bench", (DataSource) beans.get("bench"));
            double[] rates = IntStream.range(0, BLOCKS).mapToDouble(block -> block(sink, block)).toArray();
            double[] sorted = Arrays.stream(rates).skip(1).sorted().toArray();
            System.out.printf("rows/s by blocks of %,d:", BLOCK);
            Arrays.stream(rates).forEach(rate -> System.out.printf(" %,.0f", rate));
            System.out.println();
            System.out.printf("median without the first: %,.0f rows/s%n", sorted[sorted.length / 2]);
        }
    }

    private static double block(TableSink sink, int block) {
        long start = System.nanoTime();
        for (int at = block * BLOCK; at < (block + 1) * BLOCK; at += BATCH) {
            sink.write(IntStream.range(at, at + BATCH).mapToObj(TableBench::row).toList());
        }
        return BLOCK / ((System.nanoTime() - start) / 1e9);
    }

    private static Row row(int number) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        put(types, fields, "title", ValueType.TEXT, "The book with the number " + number);
        put(types, fields, "author", ValueType.TEXT, "Somebody " + number % 1000);
        put(types, fields, "price", ValueType.NUMBER, new BigDecimal(number % 10_000).movePointLeft(2));
        put(types, fields, "pages", ValueType.INTEGER, (long) (number % 900));
        put(types, fields, "available", ValueType.BOOLEAN, number % 2 == 0);
        put(types, fields, "blurb", ValueType.TEXT, "A few words on it, as shops have them. ".repeat(5));
        String url = "https://shop.example/book/" + number;
        return Row.of(new Item("bench", "bench", "book", url, Instant.now(), 0, types, fields));
    }

    private static void put(
            Map<String, ValueType> types, Map<String, Object> fields, String name, ValueType type, Object value) {
        types.put(name, type);
        fields.put(name, value);
    }
}
