package caravan.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.sink.Row;
import caravan.sink.SampleRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that go to a file for each table. */
class RowFileWriterTest {
    @TempDir
    Path folder;

    @Test
    void spreadsABatchOverTheFilesOfItsTables() throws IOException {
        try (RowFileWriter writer = open()) {
            writer.write(SampleRows.of(row("book", 1), row("shelf", 2), row("book", 3)));
        }
        assertThat(folder.resolve("a/shop_book.txt")).hasContent("1\n3\n");
        assertThat(folder.resolve("a/shop_shelf.txt")).hasContent("2\n");
    }

    @Test
    void takesABatchBackFromAllFilesWhenOneCannotBeWritten() throws IOException {
        try (RowFileWriter writer = open()) {
            writer.write(SampleRows.of(row("book", 1)));
            Path full = folder.resolve("a/shop_full.txt");
            Files.createSymbolicLink(full, Path.of("/dev/full"));
            assertThatThrownBy(() -> writer.write(SampleRows.of(row("book", 2), row("full", 3))))
                    .hasMessage("cannot write " + full + ": No space left on device");
            assertThat(folder.resolve("a/shop_book.txt")).hasContent("1\n");
            Files.delete(full);
        }
    }

    @Test
    void holdsNoMoreThanAHundredFilesOpen() throws IOException {
        try (RowFileWriter writer = open()) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 130; i++) {
                    writer.write(SampleRows.of(row("t" + i, i)));
                }
            }
            assertThat(openFiles()).isBetween(1L, 100L);
        }
        assertThat(folder.resolve("a/shop_t0.txt")).hasContent("0\n0\n");
        assertThat(openFiles()).isZero();
    }

    @Test
    void makesFileNamesOfAnyTableName() throws IOException {
        String longName = "书".repeat(200);
        try (RowFileWriter writer = open()) {
            writer.write(SampleRows.of(row("../x", 1), row(longName + "1", 2), row(longName + "2", 3)));
        }
        assertThat(folder.resolve("a/shop_.._x.txt")).hasContent("1\n");
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void refusesWhatHasNoTable() throws IOException {
        try (RowFileWriter writer = open()) {
            assertThatThrownBy(() -> writer.write("text")).hasMessageContaining("takes rows, not java.lang.String");
        }
    }

    private RowFileWriter open() throws IOException {
        RowFileWriter.Options options = new RowFileWriter.Options(
                folder.resolve("a/{table}.txt").toString(), new Numbers(), new Rotation(0, Duration.ZERO), true);
        return RowFileWriter.open(options, InstantSource.system());
    }

    private static Row row(String type, int number) {
        return SampleRows.item(type, number, Map.of(), Map.of());
    }

    private long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(each -> target(each).startsWith(folder.toString()))
                    .count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Writes the number at the end of each row's URL. */
    private static final class Numbers implements RowFormat {
        @Override
        public Tail tail() {
            return Tail.LINES;
        }

        @Override
        public FileSet.Addition prepare(Object body, RotatingFile file) throws IOException {
            StringBuilder lines = new StringBuilder();
            for (Object each : (List<?>) body) {
                String url = ((Row) each).get("_url").toString();
                lines.append(url.substring(url.lastIndexOf('/') + 1)).append('\n');
            }
            return new FileSet.Addition(file.current(), lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
