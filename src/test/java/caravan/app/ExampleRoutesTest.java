package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.ValueType;
import caravan.crawl.Item;
import caravan.sink.Row;
import caravan.sink.Rows;
import caravan.testkit.CommandLineRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/routes.md does what it says. */
class ExampleRoutesTest {
    private static final Map<String, ValueType> TYPES =
            Map.of("title", ValueType.TEXT, "price", ValueType.NUMBER, "currency", ValueType.TEXT);

    @TempDir
    Path folder;

    @Test
    void expensiveBooksGoToAFileOfTheirOwn() throws IOException {
        start("expensive-books.yaml", books(row("a", "40"), row("b", "39.99"), row("c", ""), row("d", "100.5")));
        assertThat(CommandLineRun.read(folder.resolve("expensive.jsonl")))
                .extracting(each -> each.get("title").asText() + each.get("price") + each.get("currency"))
                .containsExactly("a40\"GBP\"", "d100.5\"GBP\"");
        assertThat(CommandLineRun.read(folder.resolve("others.jsonl")))
                .extracting(each -> each.get("title").asText() + each.get("price") + each.get("currency"))
                .containsExactly("b39.99null", "cnullnull");
    }

    @Test
    void textOfPagesIsNeverEvaluated() throws IOException {
        start("expensive-books.yaml", books(row("${sys:user.home} {{caravan.id}} #{1+1}", "50")));
        assertThat(CommandLineRun.read(folder.resolve("expensive.jsonl")))
                .extracting(each -> each.get("title").asText())
                .containsExactly("${sys:user.home} {{caravan.id}} #{1+1}");
    }

    @Test
    void writesNoFileWhereNothingIsLeft() throws IOException {
        start("expensive-books.yaml", books(row("cheap", "1")));
        assertThat(folder.resolve("expensive.jsonl")).doesNotExist();
    }

    private void start(String example, Rows batch) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        String text = Files.readString(Path.of("examples/routes", example));
        Files.writeString(routes.resolve(example), text.replace("{{env:BOOKS_FOLDER:books}}", folder.toString()));
        Extensions extensions = Extensions.open(new Settings.Additions(routes, folder.resolve("none")));
        try (CamelApp camel = CamelApp.start(Map.of(), Map.of(), extensions)) {
            camel.producer().sendBody("direct:expensive-books", batch);
        }
    }

    private static Rows books(Item... items) {
        List<Row> rows = new ArrayList<>();
        List.of(items).forEach(item -> rows.add(Row.of(item)));
        return new Rows(rows);
    }

    private static Item row(String title, String price) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("title", title));
        if (!price.isEmpty()) {
            fields.put("price", new BigDecimal(price));
        }
        return new Item("books", "books", "book", "https://shop.example/" + price, Instant.EPOCH, 0, TYPES, fields);
    }
}
