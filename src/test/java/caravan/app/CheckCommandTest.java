package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CommandLineRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    @Test
    void saysWhatGoodFilesHold() throws IOException {
        Path one = write("a.yaml", "{name: 书店, seeds: [http://a.example/], rules: {r: {follow: a}}}");
        Path two = write("b.json", "{\"name\":\"b\",\"seeds\":[\"http://b.example/\"]}");
        Path three = write("c.yaml", "{name: c, parameters: {site: , x: 1}, seeds: ['${site}/']}");
        Checked checked = check(one, two, three);
        assertThat(checked.exitCode).isZero();
        assertThat(checked.err).isEmpty();
        assertThat(checked.out.lines())
                .containsExactly(
                        one + ": ok, task 书店, 1 rule",
                        two + ": ok, task b, no rules",
                        three + ": ok, task c, no rules, needs values for site");
    }

    @Test
    void tellsEveryFaultOfEveryFileOnALineOfItsOwn() throws IOException {
        write("a.yaml", "name: a\nseeds: [ftp://a/]\ndept: 3\n");
        write("b.yml", "{name: b, seeds: [http://b.example/]}");
        write("c.yaml", "{name: b, seeds: [http://b.example/]}");
        write("notes.txt", "not a task");
        Path missing = folder.resolve("nowhere.yaml");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Checked checked = check(folder, missing, empty);
        assertThat(checked.exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(checked.out.lines()).containsExactly(folder.resolve("b.yml") + ": ok, task b, no rules");
        assertThat(checked.err.lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith(folder.resolve("a.yaml") + ":2: seeds[0]: seed 'ftp://a/' is not"))
                .anyMatch(line -> line.startsWith(folder.resolve("a.yaml") + ":3: unknown key 'dept'; did you mean"))
                .contains(folder.resolve("c.yaml") + ": task 'b' is defined in " + folder.resolve("b.yml") + " too")
                .contains(missing + ": no such file", empty + ": has no *.yaml and no *.yml");
    }

    @Test
    void takesExpressionsAsTheFileIsTheOperators() throws IOException {
        Path file = write(
                "a.yaml",
                "{name: a, seeds: [http://h/], rules: {r: {items: {fields: {f: {expression: x, language: js}}}}}}");
        assertThat(check(file).exitCode).isZero();
    }

    private record Checked(int exitCode, String out, String err) {}

    private static Checked check(Path... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "check";
        for (int i = 0; i < files.length; i++) {
            arguments[i + 1] = files[i].toString();
        }
        PrintStream out = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            CommandLineRun run = CommandLineRun.run(arguments);
            return new Checked(run.exitCode(), told.toString(StandardCharsets.UTF_8), run.err());
        } finally {
            System.setOut(out);
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
