package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsTheYamlFilesOfAFolderInOrder() throws IOException {
        write("b.yaml", "{name: second, seeds: [http://b.example/]}");
        write("a.yml", "{name: first, seeds: [http://a.example/]}");
        write("notes.txt", "not a task");
        assertThat(TaskFiles.load(folder, Tasks.codec())).extracting(Task::name).containsExactly("first", "second");
    }

    @Test
    void aMissingFolderHoldsNone() {
        assertThat(TaskFiles.load(folder.resolve("nowhere"), Tasks.codec())).isEmpty();
    }

    @Test
    void tellsTheFaultsOfAllFilesAtOnce() throws IOException {
        write("a.yaml", "name: a");
        write("b.yaml", "{name: b, seeds: [http://b.example/], colour: red}");
        write("c.yaml", "{name: c, seeds: [http://c.example/]}");
        write("d.yaml", "{name: c, seeds: [http://d.example/]}");
        Files.write(folder.resolve("e.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> TaskFiles.load(folder, Tasks.codec()))
                .hasMessageContaining("a.yaml:1: seeds: is missing")
                .hasMessageContaining("b.yaml:1: unknown key 'colour'")
                .hasMessageContaining("d.yaml: task 'c' is defined in ")
                .hasMessageContaining("e.yaml: is not UTF-8 text");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
