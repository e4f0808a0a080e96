package caravan.sink;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.ValueType;
import caravan.crawl.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
    private final Row row = Row.of(new Item(
            "shop",
            "shop",
            "book",
            "https://shop.example/1",
            Instant.EPOCH,
            0,
            Map.of("title", ValueType.TEXT),
            Map.of("title", "A")));

    @Test
    void hasOneMoreValueWithoutChangingItself() {
        Row more = row.with("currency", "GBP");
        assertThat(more).containsEntry("currency", "GBP").containsEntry("title", "A");
        assertThat(more.toString()).endsWith("\"title\":\"A\",\"currency\":\"GBP\"}");
        assertThat(more.key()).isEqualTo(row.key());
        assertThat(more.table()).isEqualTo(row.table());
        assertThat(row).doesNotContainKey("currency");
    }

    @Test
    void knowsTheKindOfTheNewValueByItsClass() {
        Row more = row.with("pages", 7)
                .with("price", 1.5)
                .with("new", true)
                .with("day", LocalDate.EPOCH)
                .with("at", Instant.EPOCH)
                .with("tags", List.of("a"))
                .with("title", new StringBuilder("B"));
        assertThat(more)
                .containsEntry("pages", 7L)
                .containsEntry("price", new BigDecimal("1.5"))
                .containsEntry("title", "B");
        assertThat(more.types())
                .containsEntry("pages", ValueType.INTEGER)
                .containsEntry("price", ValueType.NUMBER)
                .containsEntry("new", ValueType.BOOLEAN)
                .containsEntry("day", ValueType.DATE)
                .containsEntry("at", ValueType.TIMESTAMP)
                .containsEntry("tags", ValueType.LIST)
                .containsEntry("title", ValueType.TEXT);
    }
}
