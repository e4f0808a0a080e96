package caravan.sink.csv;

import static caravan.sink.SampleRows.books;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.ValueType;
import caravan.crawl.PageRecord;
import caravan.sink.Row;
import caravan.sink.SampleRows;
import caravan.sink.SinkContext;
import caravan.testkit.SmallDisk;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CsvEndpointTest {
    private static final String HEAD = "_task,_type,_url,_position,_fetchedAt";
    private static final String FIRST = "shop,book,https://shop.example/book/1,0,2026-01-01T00:00:00Z";

    @TempDir
    Path folder;

    private final SinkContext context = SinkContext.start();

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void writesAHeaderThenARecordForEachRow() throws Exception {
        context.route("in", "csv:" + folder + "/out/{table}.csv");
        context.send("in", books(1, 1));
        context.send("in", books(2, 1));
        assertThat(Files.readString(folder.resolve("out/shop_book.csv")))
                .isEqualTo(HEAD + ",title,price,tags\r\n" + FIRST + ",Book 1,12.50,\r\n" + FIRST.replace("/1", "/2")
                        + ",Book 2,12.50,\r\n");
    }

    @Test
    void writesEveryKindOfValue() throws Exception {
        Map<String, ValueType> types = new LinkedHashMap<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Object value : List.of(
                "say \"hi\",\r\nthere 🏮",
                42L,
                new BigDecimal("1E+3"),
                true,
                LocalDate.of(2026, 1, 2),
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of("a", new BigDecimal("2.50"), List.of("书")))) {
            types.put("f" + types.size(), ValueType.TEXT);
            fields.put("f" + fields.size(), value);
        }
        context.route("in", "csv:" + folder + "/x.csv");
        context.send("in", SampleRows.item("book", 1, types, fields));
        assertThat(records("x.csv").get(0).toList())
                .endsWith(
                        "say \"hi\",\r\nthere 🏮",
                        "42",
                        "1000",
                        "true",
                        "2026-01-02",
                        "2026-01-02T03:04:05Z",
                        "[\"a\",2.50,[\"书\"]]");
    }

    @Test
    void beginsAFileWithAWiderHeaderWhenThereIsANewColumn() throws Exception {
        context.route("in", "csv:" + folder + "/x.csv");
        context.send("in", SampleRows.titled("one"));
        context.send("in", books(2, 1));
        context.send("in", SampleRows.titled("three"));
        List<Path> files = files();
        assertThat(files).hasSize(2);
        assertThat(Files.readAllLines(files.get(0))).containsExactly(HEAD + ",title", FIRST + ",one");
        assertThat(Files.readAllLines(files.get(1)))
                .startsWith(HEAD + ",title,price,tags")
                .endsWith(FIRST + ",three,,");
    }

    @Test
    void keepsTheColumnsOfTheOldHeaderInTheWiderOne() throws Exception {
        Files.writeString(folder.resolve("x.csv"), HEAD + ",gone,title\r\n");
        context.route("in", "csv:" + folder + "/x.csv");
        context.send("in", books(1, 1));
        assertThat(Files.readAllLines(folder.resolve("x.csv")))
                .startsWith(HEAD + ",title,price,tags,gone")
                .endsWith(FIRST + ",Book 1,12.50,,");
    }

    @Test
    void goesOnUnderTheHeaderItFindsInWhateverOrder() throws Exception {
        Files.writeString(folder.resolve("x.csv"), "title," + HEAD + "\r\n");
        context.route("in", "csv:" + folder + "/x.csv");
        context.send("in", SampleRows.titled("one"));
        assertThat(Files.readAllLines(folder.resolve("x.csv"))).containsExactly("title," + HEAD, "one," + FIRST);
        assertThat(files()).hasSize(1);
    }

    @Test
    void putsAsideWhatSomebodyElseWrote() throws Exception {
        Files.writeString(folder.resolve("x.csv"), "theirs\r\n1\r\n");
        context.route("in", "csv:" + folder + "/x.csv");
        context.send("in", SampleRows.titled("one"));
        assertThat(files()).hasSize(2);
        assertThat(Files.readAllLines(folder.resolve("x.csv"))).startsWith(HEAD + ",title");
    }

    @Test
    void readsAHeaderLongerThanItReadsAtOnce() throws Exception {
        Map<String, ValueType> types = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            types.put("书".repeat(90) + i, ValueType.TEXT);
        }
        context.route("in", "csv:" + folder + "/x.csv");
        for (int i = 0; i < 2; i++) {
            context.send("in", SampleRows.item("book", i, types, Map.of()));
        }
        assertThat(files()).hasSize(1);
        assertThat(records("x.csv")).hasSize(2).allMatch(each -> each.size() == 205);
    }

    @Test
    void writesPagesOfTasksWithoutRules() throws Exception {
        context.route("in", "csv:" + folder + "/{table}.csv");
        PageRecord page = new PageRecord(
                "shop",
                "https://shop.example/",
                200,
                "Shop",
                "",
                "en",
                0,
                "",
                "text/html",
                10,
                1,
                false,
                Instant.parse("2026-01-01T00:00:00Z"),
                5);
        context.send("in", Row.of(page));
        assertThat(Files.readAllLines(folder.resolve("shop_page.csv")))
                .startsWith(
                        "task,url,fetchedAt,status,title,description,lang,depth,referrer,contentType,bytes,outlinks,"
                                + "noindex,durationMs")
                .endsWith("shop,https://shop.example/,2026-01-01T00:00:00Z,200,Shop,,en,0,,text/html,10,1,,5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void defusesFormulasOnlyWhereAsked(String text) throws Exception {
        context.route("plain", "csv:" + folder + "/plain.csv")
                .route("safe", "csv:" + folder + "/safe.csv?spreadsheet=true");
        context.send("plain", SampleRows.titled(text));
        context.send("safe", SampleRows.titled(text));
        assertThat(records("plain.csv").get(0).get(5)).isEqualTo(text);
        assertThat(records("safe.csv").get(0).get(5)).isEqualTo("'" + text);
    }

    @Test
    void cutsOffARecordThatACrashTore() throws Exception {
        context.route("in", "csv:" + folder + "/x.csv");
        context.send("in", SampleRows.titled("one\nline"));
        context.camel().getRouteController().stopRoute("in");
        Files.writeString(folder.resolve("x.csv"), FIRST + ",\"torn\nin", StandardOpenOption.APPEND);
        context.camel().getRouteController().startRoute("in");
        context.send("in", SampleRows.titled("two"));
        assertThat(records("x.csv")).extracting(each -> each.get(5)).containsExactly("one\nline", "two");
    }

    @Test
    void losesAndDoublesNothingWhenTheDiskIsFullForAWhile() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(1)) {
            Path out = disk.folder("out");
            context.route("in", "csv:" + out + "/{table}.csv");
            context.send("in", books(1, 10));
            disk.fill(0);
            assertThatThrownBy(() -> context.send("in", books(100, 100)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot write " + out + "/shop_book.csv: No space left on device");
            disk.makeRoom();
            context.send("in", books(100, 100));
            assertThat(Files.readAllLines(out.resolve("shop_book.csv")))
                    .hasSize(111)
                    .doesNotHaveDuplicates();
            context.camel().getRouteController().stopRoute("in");
        }
    }

    @Test
    void refusesWhatIsNoRow() throws Exception {
        context.route("in", "csv:" + folder + "/x.csv");
        assertThatThrownBy(() -> context.send("in", "a,b")).hasMessage("csv: takes rows, not java.lang.String");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private List<CSVRecord> records(String name) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setSkipHeaderRecord(true)
                .setHeader()
                .get();
        try (CSVParser parser = CSVParser.parse(Files.readString(folder.resolve(name)), format)) {
            return parser.getRecords();
        }
    }
}
