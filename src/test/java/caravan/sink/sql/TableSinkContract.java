package caravan.sink.sql;

import static caravan.ValueType.BOOLEAN;
import static caravan.ValueType.DATE;
import static caravan.ValueType.INTEGER;
import static caravan.ValueType.LIST;
import static caravan.ValueType.NUMBER;
import static caravan.ValueType.TEXT;
import static caravan.ValueType.TIMESTAMP;
import static caravan.sink.sql.TableFixture.FETCHED;
import static caravan.sink.sql.TableFixture.row;
import static caravan.sink.sql.TableFixture.rowAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.crawl.PageRecord;
import caravan.sink.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rows in tables are, whichever database holds them. */
abstract class TableSinkContract {
    private static final String URL = "https://shop.example/book/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    TableFixture database;
    TableSink sink;

    /** An empty database, or one whose tables are called otherwise than those of these tests. */
    abstract DatabaseSettings settings();

    @BeforeEach
    void open() throws SQLException {
        database = new TableFixture(settings());
        sink = database.newSink();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void holdsEveryTypeAsWhatItIs() throws Exception {
        Instant when = Instant.parse("2040-05-06T07:08:09.123456789Z");
        sink.write(List.of(row(
                "types",
                URL,
                "text",
                TEXT,
                "Émile 书 😀",
                "whole",
                INTEGER,
                Long.MIN_VALUE,
                "number",
                NUMBER,
                new BigDecimal("12345678901234567890.123456789"),
                "flag",
                BOOLEAN,
                true,
                "day",
                DATE,
                LocalDate.of(1868, 1, 31),
                "when",
                TIMESTAMP,
                when,
                "list",
                LIST,
                List.of("a\"b", new BigDecimal("1.50"), Map.of("k", List.of(true))),
                "none",
                TEXT,
                null)));
        assertThat(database.columns("types_item"))
                .containsExactlyInAnyOrder(
                        "_id",
                        "_task",
                        "_type",
                        "_url",
                        "_position",
                        "_fetched_at",
                        "text",
                        "whole",
                        "number",
                        "flag",
                        "day",
                        "when",
                        "list",
                        "none");
        assertThat(database.first("types_item", "_task", String.class)).isEqualTo("types");
        assertThat(database.first("types_item", "_type", String.class)).isEqualTo("item");
        assertThat(database.first("types_item", "_url", String.class)).isEqualTo(URL);
        assertThat(database.first("types_item", "_position", Long.class)).isZero();
        assertThat(instant("types_item", "_fetched_at")).isEqualTo(FETCHED);
        assertThat(database.first("types_item", "text", String.class)).isEqualTo("Émile 书 😀");
        assertThat(database.first("types_item", "whole", Long.class)).isEqualTo(Long.MIN_VALUE);
        assertThat(database.first("types_item", "number", BigDecimal.class))
                .isEqualByComparingTo("12345678901234567890.123456789");
        assertThat(database.first("types_item", "flag", Boolean.class)).isTrue();
        assertThat(database.first("types_item", "day", LocalDate.class)).isEqualTo("1868-01-31");
        assertThat(instant("types_item", "when")).isEqualTo("2040-05-06T07:08:09.123456Z");
        assertThat(json(database.first("types_item", "list", String.class)))
                .isEqualTo(json("[\"a\\\"b\", 1.50, {\"k\": [true]}]"));
        assertThat(database.first("types_item", "none", String.class)).isNull();
    }

    static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    Instant instant(String table, String column) throws SQLException {
        return database.first(table, column, OffsetDateTime.class).toInstant();
    }

    @Test
    void storesARowOnceHoweverOftenItsBatchIsSent() throws Exception {
        List<Row> batch = IntStream.range(0, 2500)
                .mapToObj(i -> rowAt(i % 10, "twice", URL + "/" + i / 10, "title", TEXT, "book " + i))
                .toList();
        sink.write(batch);
        sink.write(batch);
        database.newSink().write(batch);
        assertThat(database.count("twice_item")).isEqualTo(2500);
        assertThat(database.column("twice_item", "title")).hasSize(2500).doesNotHaveDuplicates();
    }

    @Test
    void replacesARowByWhatItsPageSaysNow() throws Exception {
        sink.write(List.of(row("now", URL, "title", TEXT, "old", "price", NUMBER, BigDecimal.ONE)));
        sink.write(List.of(row("now", URL, "title", TEXT, "new", "price", NUMBER, null)));
        assertThat(database.column("now_item", "title")).containsExactly("new");
        assertThat(database.column("now_item", "price")).containsOnlyNulls().hasSize(1);
    }

    @Test
    void storesTheLastOfSeveralRowsWithOneKey() throws Exception {
        sink.write(List.of(
                rowAt(1, "last", URL, "title", TEXT, "a"),
                rowAt(0, "last", URL, "title", TEXT, "b"),
                rowAt(0, "last", URL, "title", TEXT, "c")));
        assertThat(database.column("last_item", "title")).containsExactly("c", "a");
    }

    @Test
    void widensATableWhoseRowsHaveMoreFields() throws Exception {
        sink.write(List.of(rowAt(0, "wide", URL, "title", TEXT, "a")));
        sink.write(List.of(
                rowAt(1, "wide", URL, "title", TEXT, "b", "price", NUMBER, BigDecimal.TEN),
                rowAt(2, "wide", URL, "isbn", TEXT, "978")));
        sink.write(List.of(rowAt(3, "wide", URL, "title", TEXT, "d")));
        assertThat(database.column("wide_item", "title")).containsExactly("a", "b", null, "d");
        assertThat(database.column("wide_item", "isbn")).containsExactly(null, null, "978", null);
        assertThat(new BigDecimal(database.column("wide_item", "price").get(1).toString()))
                .isEqualByComparingTo("10");
    }

    @Test
    void storesPages() throws Exception {
        PageRecord page = new PageRecord(
                "site",
                URL,
                200,
                "Books\u0000",
                "",
                "en",
                2,
                "https://shop.example/",
                "text/html",
                1234,
                5,
                false,
                FETCHED,
                17);
        sink.write(List.of(Row.of(page)));
        sink.write(List.of(Row.of(page)));
        assertThat(database.column("site_page", "_url")).containsExactly(URL);
        assertThat(database.column("site_page", "title")).containsExactly("Books\uFFFD");
        assertThat(database.column("site_page", "bytes")).containsExactly(1234L);
        assertThat(database.column("site_page", "noindex")).containsOnlyNulls();
        assertThat(instant("site_page", "_fetched_at")).isEqualTo(FETCHED);
    }

    @Test
    void storesAnythingAsTextWhereTheColumnIsText() throws Exception {
        sink.write(List.of(rowAt(0, "was", URL, "v", TEXT, "many")));
        sink.write(List.of(rowAt(1, "was", URL, "v", NUMBER, new BigDecimal("1E+2"))));
        sink.write(List.of(rowAt(2, "was", URL, "v", TIMESTAMP, FETCHED)));
        sink.write(List.of(rowAt(3, "was", URL, "v", LIST, List.of("a", 1L))));
        assertThat(database.column("was_item", "v")).containsExactly("many", "100", FETCHED.toString(), "[\"a\",1]");
    }

    @Test
    void saysWhichColumnCannotHoldItsFieldAndTakesTheRowsOnceItCan() throws Exception {
        sink.write(List.of(rowAt(0, "other", URL, "price", INTEGER, 1L)));
        List<Row> text = List.of(rowAt(1, "other", URL, "price", TEXT, "cheap"));
        assertThatThrownBy(() -> sink.write(text))
                .isInstanceOf(CaravanException.class)
                .hasMessageMatching(
                        "cannot write to database 'main': column 'price' of table 'other_item' is (bigint|int8)"
                                + " and cannot hold text; change the column to a text type,"
                                + " or give the field another name");
        assertThat(sink.problem()).contains("column 'price'");
        database.execute("DROP TABLE " + database.quote("other_item"));
        sink.write(text);
        assertThat(sink.problem()).isEmpty();
        assertThat(database.column("other_item", "price")).containsExactly("cheap");
    }

    @Test
    void leavesATableAloneThatIsNotOfItsMaking() throws Exception {
        database.execute("CREATE TABLE " + database.quote("mine_item") + " (a INT)");
        assertThatThrownBy(() -> sink.write(List.of(row("mine", URL, "title", TEXT, "a"))))
                .hasMessageContaining("table 'mine_item' has no column '_id'");
        assertThat(database.columns("mine_item")).hasSize(1);
    }
}
