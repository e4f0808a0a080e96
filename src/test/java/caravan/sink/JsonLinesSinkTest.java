package caravan.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkTest {
    @TempDir
    Path folder;

    @Test
    void replacesWhatAnEarlierRunLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "{\"old\":1}\n");
        try (JsonLinesSink sink = JsonLinesSink.replacing(file)) {
            sink.write("{\"new\":1}\n");
        }
        assertThat(file).hasContent("{\"new\":1}");
    }

    @Test
    void appendsAfterTheLastWholeLine() throws IOException {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "{\"a\":1}\n{\"torn\":");
        try (JsonLinesSink sink = JsonLinesSink.appendingTo(file)) {
            sink.write("{\"b\":2}\n");
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void repairsATornLineLongerThanItReadsAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "{\"a\":1}\n" + "x".repeat(20_000));
        JsonLinesSink.appendingTo(file).close();
        assertThat(file).hasContent("{\"a\":1}");
    }

    @Test
    void startsEmptyWhereTheOnlyLineIsTorn() throws IOException {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "{\"torn\":");
        JsonLinesSink.appendingTo(file).close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void writesTextOfAnyScript() throws IOException {
        Path file = folder.resolve("out.jsonl");
        try (JsonLinesSink sink = JsonLinesSink.replacing(file)) {
            sink.write("{\"书\":\"🏮\"}\n");
        }
        assertThat(file).hasContent("{\"书\":\"🏮\"}");
    }

    @Test
    void saysWhichFileCannotBeWritten() throws IOException {
        JsonLinesSink sink = JsonLinesSink.replacing(folder.resolve("out.jsonl"));
        sink.close();
        assertThatThrownBy(() -> sink.write("{}\n")).isInstanceOf(IOException.class);
    }
}
