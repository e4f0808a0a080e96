package caravan.sink.jsonl;

import static caravan.sink.SampleRows.books;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.sink.SampleRows;
import caravan.sink.SinkContext;
import caravan.testkit.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class JsonlEndpointTest {
    private static final String FIRST = """
            {"_task":"shop","_type":"book","_url":"https://shop.example/book/1","_position":0,\
            "_fetchedAt":"2026-01-01T00:00:00Z","title":"Book 1","price":12.50}""";

    @TempDir
    Path folder;

    private final SinkContext context = SinkContext.start();

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void appendsEachRowAsALine() throws Exception {
        context.route("in", "jsonl:" + folder + "/new/folder/books.jsonl");
        context.send("in", books(1, 2));
        context.send("in", SampleRows.book(3));
        List<String> lines = Files.readAllLines(folder.resolve("new/folder/books.jsonl"));
        assertThat(lines).hasSize(3).startsWith(FIRST);
    }

    @Test
    void takesWhatARouteMadeOfRows() throws Exception {
        context.route("in", "jsonl:" + folder + "/x.jsonl");
        for (Object body : List.of(
                List.of(SampleRows.book(1)),
                Map.of("a", 1),
                List.of(Map.of("b", List.of(1, 2)), Map.of("c", "书")),
                "{\"d\":1}",
                "{\"e\":1}\n".getBytes(StandardCharsets.UTF_8))) {
            context.send("in", body);
        }
        assertThat(Files.readAllLines(folder.resolve("x.jsonl")))
                .containsExactly(FIRST, "{\"a\":1}", "{\"b\":[1,2]}", "{\"c\":\"书\"}", "{\"d\":1}", "{\"e\":1}");
    }

    @Test
    void saysWhatItCannotWrite() throws Exception {
        context.route("in", "jsonl:" + folder + "/x.jsonl");
        assertThatThrownBy(() -> context.send("in", 42))
                .hasMessage("jsonl: takes rows, maps or JSON lines, not java.lang.Integer");
        assertThat(folder.resolve("x.jsonl")).isEmptyFile();
    }

    @Test
    void compressesEachBatchAndRepairsATornOne() throws Exception {
        Path file = folder.resolve("books.jsonl.gz");
        context.route("in", "jsonl:" + folder + "/books.jsonl?gzip=true");
        context.send("in", books(1, 2));
        long whole = Files.size(file);
        context.send("in", books(3, 1));
        context.camel().getRouteController().stopRoute("in");
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, (int) (whole + all.length) / 2));
        context.camel().getRouteController().startRoute("in");
        context.send("in", books(4, 1));
        assertThat(unzip(file)).hasSize(3).last().asString().contains("Book 4");
    }

    @Test
    void rotatesBySizeWithoutLosingALine() throws Exception {
        context.route("in", "jsonl:" + folder + "/{table}.jsonl?rotateSize=1KiB&gzip=true");
        for (int i = 0; i < 20; i++) {
            context.send("in", books(i * 10, 10));
        }
        List<String> lines = new ArrayList<>();
        List<Path> files = files();
        for (Path each : files) {
            lines.addAll(unzip(each));
        }
        assertThat(files).hasSizeGreaterThan(2).allMatch(each -> each.toString().endsWith(".jsonl.gz"));
        assertThat(lines).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void rotatesByTimeAlsoWhenNothingComes() throws Exception {
        context.route("in", "jsonl:" + folder + "/x.jsonl?rotateEvery=1s");
        context.send("in", books(1, 1));
        await().untilAsserted(() ->
                assertThat(files()).singleElement().asString().matches(".*/x-\\d{8}T\\d{6}Z-0001\\.jsonl"));
        context.send("in", books(2, 1));
        await().untilAsserted(() -> assertThat(files()).hasSize(2).noneMatch(each -> each.endsWith("x.jsonl")));
    }

    @Test
    void isWrittenByTwoRoutesAtOnce() throws Exception {
        String sink = "jsonl:" + folder + "/x.jsonl?sync=true";
        context.route("one", sink).route("two", sink);
        IntStream.range(0, 50).parallel().forEach(i -> sendUnchecked(i % 2 == 0 ? "one" : "two", i));
        context.camel().getRouteController().stopRoute("one");
        context.send("two", books(1000, 1));
        List<String> lines = Files.readAllLines(folder.resolve("x.jsonl"));
        assertThat(lines).hasSize(501).doesNotHaveDuplicates().allMatch(line -> line.endsWith("}"));
    }

    private void sendUnchecked(String route, int batch) {
        try {
            context.send(route, books(batch * 10, 10));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesASecondEndpointWithOtherOptionsForTheSameFile() throws Exception {
        context.route("one", "jsonl:" + folder + "/x.jsonl");
        assertThatThrownBy(() -> context.route("two", "jsonl:" + folder + "/x.jsonl?sync=true"))
                .hasStackTraceContaining("cannot write jsonl:" + folder
                        + "/x.jsonl: an endpoint with other options is writing it; use the same URI for both");
    }

    @Test
    void closesItsFileWithTheRouteAndOpensItAgain() throws Exception {
        Path file = folder.resolve("x.jsonl");
        context.route("in", "jsonl:" + file);
        context.send("in", books(1, 1));
        context.camel().getRouteController().stopRoute("in");
        Files.writeString(file, "torn", StandardOpenOption.APPEND);
        try (SinkContext other = SinkContext.start()) {
            other.route("in", "jsonl:" + file);
            other.send("in", books(2, 1));
        }
        context.camel().getRouteController().startRoute("in");
        context.send("in", books(3, 1));
        assertThat(Files.readAllLines(file)).hasSize(3).noneMatch(line -> line.contains("torn"));
    }

    @Test
    void isDownWhileTheDiskIsFullAndThenTakesTheSameBatchOnce() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(1)) {
            Path file = disk.folder("out").resolve("x.jsonl");
            context.route("in", "jsonl:" + file);
            context.send("in", books(1, 10));
            disk.fill(0);
            assertThatThrownBy(() -> context.send("in", books(100, 100)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot write " + file + ": No space left on device");
            assertThat(context.down())
                    .containsExactly(Map.entry("jsonl:" + file, "cannot write " + file + ": No space left on device"));
            assertThat(Files.readAllLines(file)).hasSize(10);
            disk.makeRoom();
            context.send("in", books(100, 100));
            assertThat(context.down()).isEmpty();
            assertThat(Files.readAllLines(file)).hasSize(110).doesNotHaveDuplicates();
            context.camel().getRouteController().stopRoute("in");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jsonl:x.jsonl?rotateSize=big  | 'big' is not a size: write it like 500KiB or 5MiB",
                "jsonl:x.jsonl?rotateEvery=1x  | '1x' is not a duration: write it like 20ms, 1s, 1m30s or 2h",
                "jsonl:x.jsonl?zip=true        | Unknown parameters",
                "jsonl:?sync=true              | jsonl: needs the file to append to, such as jsonl:out/books.jsonl",
            })
    void refusesWrongOptions(String uri, String reason) {
        assertThatThrownBy(() -> context.camel().getEndpoint(uri)).hasStackTraceContaining(reason);
    }

    @Test
    void givesNothing() {
        assertThatThrownBy(() -> context.camel()
                        .getEndpoint("jsonl:" + folder + "/x.jsonl")
                        .createConsumer(exchange -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<String> unzip(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
