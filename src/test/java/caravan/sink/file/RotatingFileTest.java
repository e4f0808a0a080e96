package caravan.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotatingFileTest {
    private static final Rotation HOURLY = new Rotation(0, Duration.ofHours(1));

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-28T02:59:00Z");

    @ParameterizedTest
    @CsvSource({
        "books.jsonl,        books-20261128T025900Z-0001.jsonl",
        "books.jsonl.gz,     books-20261128T025900Z-0001.jsonl.gz",
        "shop.example.jsonl, shop.example-20261128T025900Z-0001.jsonl",
        "books,              books-20261128T025900Z-0001",
        "books.gz,           books-20261128T025900Z-0001.gz",
        ".books,             .books-20261128T025900Z-0001",
        "书.csv,             书-20261128T025900Z-0001.csv",
    })
    void putsTimeAndNumberIntoTheName(String name, String rotated) {
        assertThat(Rotation.nameFor(folder.resolve(name), now)).isEqualTo(folder.resolve(rotated));
    }

    @Test
    void isPutAsideWhenItHasReachedItsSize() throws IOException {
        try (RotatingFile file = open(new Rotation(8, Duration.ZERO))) {
            for (String each : List.of("12345\n", "12345\n", "x\n", "12345678\n", "y\n")) {
                append(file, each);
            }
        }
        assertThat(names())
                .containsExactly("f-20261128T025900Z-0001.jsonl", "f-20261128T025900Z-0002.jsonl", "f.jsonl");
        assertThat(folder.resolve("f-20261128T025900Z-0001.jsonl")).hasContent("12345\n12345\n");
        assertThat(folder.resolve("f.jsonl")).hasContent("y\n");
    }

    @Test
    void isPutAsideWhenTheHourIsOver() throws IOException {
        try (RotatingFile file = open(HOURLY)) {
            append(file, "a\n");
            now = Instant.parse("2026-11-28T03:00:00Z");
            append(file, "b\n");
            now = Instant.parse("2026-11-28T03:59:59Z");
            append(file, "c\n");
        }
        assertThat(folder.resolve("f-20261128T030000Z-0001.jsonl")).hasContent("a\n");
        assertThat(folder.resolve("f.jsonl")).hasContent("b\nc\n");
    }

    @Test
    void isPutAsideWhenTheHourEndedWhileNobodyHadItOpen() throws IOException {
        Path left = Files.writeString(folder.resolve("f.jsonl"), "a\n");
        Files.setLastModifiedTime(left, FileTime.from(now));
        now = Instant.parse("2026-11-28T05:10:00Z");
        try (RotatingFile file = open(HOURLY)) {
            append(file, "b\n");
        }
        assertThat(names()).containsExactly("f-20261128T051000Z-0001.jsonl", "f.jsonl");
    }

    @Test
    void isPutAsideByTimeAloneButNotWhenItIsEmpty() throws IOException {
        try (RotatingFile file = open(HOURLY)) {
            append(file, "a\n");
            file.rotateIfDue();
            assertThat(names()).containsExactly("f.jsonl");
            now = now.plus(Duration.ofHours(1));
            file.rotateIfDue();
            assertThat(names()).containsExactly("f-20261128T035900Z-0001.jsonl");
            file.current();
            now = now.plus(Duration.ofHours(1));
            file.rotateIfDue();
            assertThat(names()).containsExactly("f-20261128T035900Z-0001.jsonl", "f.jsonl");
        }
    }

    @Test
    void beginsANewFileWhereSomebodyMovedOrDeletedIt() throws IOException {
        try (RotatingFile file = open(new Rotation(0, Duration.ZERO))) {
            append(file, "a\n");
            Files.move(folder.resolve("f.jsonl"), folder.resolve("moved"));
            append(file, "b\n");
            Files.delete(folder.resolve("f.jsonl"));
            append(file, "c\n");
        }
        assertThat(folder.resolve("moved")).hasContent("a\n");
        assertThat(folder.resolve("f.jsonl")).hasContent("c\n");
    }

    private RotatingFile open(Rotation rotation) {
        return new RotatingFile(folder.resolve("f.jsonl"), Tail.LINES, rotation, () -> now);
    }

    private static void append(RotatingFile file, String text) throws IOException {
        file.current().append(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
