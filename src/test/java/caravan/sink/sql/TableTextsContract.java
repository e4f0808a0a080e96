package caravan.sink.sql;

import static caravan.ValueType.DATE;
import static caravan.ValueType.INTEGER;
import static caravan.ValueType.LIST;
import static caravan.ValueType.NUMBER;
import static caravan.ValueType.TEXT;
import static caravan.ValueType.TIMESTAMP;
import static caravan.sink.sql.TableFixture.row;
import static caravan.sink.sql.TableFixture.rowAt;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.sink.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of texts, values and names that databases have their troubles with, whichever the database. */
abstract class TableTextsContract extends TableSinkContract {
    private static final String URL = "https://shop.example/book/1";

    @Test
    void keepsHostileTexts() throws Exception {
        List<String> texts = List.of(
                "'; DROP TABLE \"hostile_item\"; --",
                "`; DROP TABLE `hostile_item`; --",
                "\\'; DROP TABLE hostile_item; -- \\",
                "? ?1 $1 :#title ${body} {{caravan.sink}} %s {} @@version",
                "😀 \uD83D\uDE00 𠀀 e\u0301 \u202E \uFEFF \uFFFF",
                "line\r\nbreaks\tand \u0001 \u007F \u0085",
                "<script>alert('书')</script>",
                "",
                " ",
                "x".repeat(100 << 10),
                "书".repeat(100 << 10));
        sink.write(IntStream.range(0, texts.size())
                .mapToObj(i -> rowAt(i, "hostile", URL, "t", TEXT, texts.get(i), "l", LIST, List.of(texts.get(i))))
                .toList());
        assertThat(database.column("hostile_item", "t")).isEqualTo(texts);
        List<JsonNode> lists = new ArrayList<>();
        for (Object list : database.column("hostile_item", "l")) {
            lists.add(json(list.toString()).get(0));
        }
        assertThat(lists).extracting(JsonNode::asText).isEqualTo(texts);
        assertThat(sink.refused()).isZero();
    }

    @Test
    void replacesWhatNoDatabaseTakesAsText() throws Exception {
        List<String> texts = List.of("a\u0000b", "\uD83D", "a\uDE00b", "\uDE00\uD83D", "\uD83D\uD83D\uDE00");
        sink.write(IntStream.range(0, texts.size())
                .mapToObj(i -> rowAt(i, "unfit", URL, "t", TEXT, texts.get(i), "l", LIST, List.of(texts.get(i))))
                .toList());
        assertThat(database.column("unfit_item", "t"))
                .containsExactly("a\uFFFDb", "\uFFFD", "a\uFFFDb", "\uFFFD\uFFFD", "\uFFFD😀");
        assertThat(json(database.column("unfit_item", "l").get(0).toString())).isEqualTo(json("[\"a\uFFFDb\"]"));
    }

    @Test
    void leavesValuesEmptyThatNoColumnHolds() throws Exception {
        sink.write(List.of(row(
                "range",
                URL,
                "title",
                TEXT,
                "kept",
                "huge",
                NUMBER,
                new BigDecimal("1E+999999999"),
                "tiny",
                NUMBER,
                new BigDecimal("1E-999999999"),
                "day",
                DATE,
                LocalDate.of(123456, 1, 1),
                "when",
                TIMESTAMP,
                Instant.MAX,
                "list",
                LIST,
                List.of(new BigDecimal("1E+999999999")))));
        assertThat(database.column("range_item", "title")).containsExactly("kept");
        assertThat(database.column("range_item", "huge")).containsOnlyNulls();
        assertThat(database.first("range_item", "tiny", BigDecimal.class)).isZero();
        assertThat(database.column("range_item", "day")).containsOnlyNulls();
        assertThat(database.column("range_item", "when")).containsOnlyNulls();
        assertThat(json(database.column("range_item", "list").get(0).toString())
                        .get(0)
                        .asText())
                .isEqualTo("1E+999999999");
    }

    @Test
    void takesNamesInAnyScript() throws Exception {
        sink.write(List.of(row("豆瓣读书", URL, "书名", TEXT, "活着", "价格", NUMBER, new BigDecimal("20.5"), "𠀀", TEXT, "x")));
        assertThat(database.column("豆瓣读书_item", "书名")).containsExactly("活着");
        assertThat(database.column("豆瓣读书_item", database.columnOf("𠀀"))).containsExactly("x");
    }

    @Test
    void tellsLongNamesApart() throws Exception {
        String name = "书".repeat(99);
        String field = "字".repeat(99);
        sink.write(List.of(
                row(name + "一", URL, field + "一", TEXT, "11", field + "二", TEXT, "12"),
                row(name + "二", URL, field + "一", TEXT, "21", field + "二", TEXT, "22")));
        for (String number : List.of("一", "二")) {
            String digit = number.equals("一") ? "1" : "2";
            String table = database.table(name + number + "_item");
            assertThat(database.column(table, database.columnOf(field + "一"))).containsExactly(digit + "1");
            assertThat(database.column(table, database.columnOf(field + "二"))).containsExactly(digit + "2");
        }
    }

    @Test
    void tellsNamesApartThatTheDatabaseTakesForTheSame() throws Exception {
        Row row = row("case", URL, "Title", TEXT, "A", "title", TEXT, "b", "TITLE", TEXT, "C", "títle", TEXT, "d");
        sink.write(List.of(row));
        database.newSink().write(List.of(row));
        List<Object> values = new ArrayList<>();
        for (String column : database.columns("case_item")) {
            if (!column.startsWith("_")) {
                values.addAll(database.column("case_item", column));
            }
        }
        assertThat(values).containsExactlyInAnyOrder("A", "b", "C", "d");
    }

    @Test
    void tellsUrlsOfAnyLengthApart() throws Exception {
        String url = "https://shop.example/" + "%E4%B9%A6/书/".repeat(400);
        sink.write(List.of(row("url", url + "a", "n", INTEGER, 1L), row("url", url + "b", "n", INTEGER, 2L)));
        sink.write(List.of(row("url", url + "b", "n", INTEGER, 3L)));
        assertThat(database.column("url_item", "n")).containsExactlyInAnyOrder(1L, 3L);
        assertThat(database.column("url_item", "_url")).containsExactlyInAnyOrder(url + "a", url + "b");
    }
}
