package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CommandLineRun;
import caravan.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says to those who mistype: in few words, on standard error, and nothing of our inside. */
@Timeout(60)
class CommandLineTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeAFolderAndBadTasks() throws IOException {
        Files.createDirectory(folder.resolve("a-folder"));
        Files.createDirectory(folder.resolve("bad-tasks"));
        Files.writeString(folder.resolve("bad-tasks/x.yaml"), "name: x\nseads: [http://h/]\n");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xE9});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crawl                                              | Missing required parameter: 'URL'",
                "crawl --task a.yaml http://h/                      | URL and --task=FILE exclude each other",
                "crawl http://h/ --set a=b                          | --task=FILE is missing",
                "crawl --task nope.yaml                             | nope.yaml: no such file",
                "crawl --task HERE/bad-tasks/x.yaml                 | bad-tasks/x.yaml:2: unknown key 'seads'",
                "check                                              | Missing required parameter: 'FILE'",
                "crawl http://                                      | not a URL that can be crawled",
                "crawl ftp://h/                                     | not a URL that can be crawled",
                "crawl http://h/ --nope                             | Unknown option: '--nope'",
                "nope                                               | Unmatched argument at index 0: 'nope'",
                "crawl http://h/ -P caravan.nope=1                  | caravan.nope: no such setting",
                "crawl http://h/ -P nothing                         | KEY=VALUE",
                "crawl http://h/ --delay soon --depth many          | caravan.task.delay: 'soon' is not a duration",
                "crawl http://h/ --delay soon --depth many          | caravan.task.depth: 'many' is not a whole number",
                "crawl http://h/ --robots maybe                     | is none of obey, ignore",
                "crawl http://h/ --include (                        | pattern '(' is not valid RE2 syntax",
                "crawl http://h/ --config nope.properties           | settings file nope.properties: no such file",
                "crawl http://h/ --out no/such/file                 | no/such/file: its folder does not exist",
                "crawl http://h/ --out HERE/a-folder                | a-folder: Is a directory",
                "standalone --http 127.0.0.1:0 --out no/such/file   | port must be 1 to 65535, was 0",
                "standalone --http nonsense                         | 'nonsense' is not an address",
                "standalone --http 127.0.0.1:FREE --tasks HERE/bad-tasks | bad-tasks/x.yaml:2: unknown key 'seads'",
                "task                                               | Missing required subcommand",
                "task add                                           | Missing required parameter: 'NAME'",
                "task add a/b                                       | task name 'a/b' must be",
                "task add shop --set x --master DOWN                | --set",
                "task add shop --task a/b --master DOWN             | task name 'a/b' must be",
                "task delete a/b --master DOWN                      | task name 'a/b' must be",
                "task add shop --master ftp://h                     | 'ftp://h' is not the URL of a master",
                "task list --master h:99999                         | 'h:99999' is not the URL of a master",
                "status --master DOWN,                              | '' is not the URL of a master",
                "status --port 1                                    | Unknown option",
                "task define no.yaml --master DOWN                  | no.yaml: no such file",
                "task define HERE/bad-tasks/x.yaml --master DOWN    | x.yaml:2: unknown key 'seads'",
                "task define HERE/latin.yaml --master DOWN          | latin.yaml: is not UTF-8 text",
            })
    void refusesWhatIsMistyped(String commandLine, String message) {
        assertRefused(commandLine, ExitCode.USAGE, message);
    }

    @ParameterizedTest
    @CsvSource({"status", "task list", "task add shop", "task delete shop"})
    void namesTheMastersWhenNoneAnswers(String command) {
        CommandLineRun run = assertRefused(command + " --master DOWN", ExitCode.FAILED, "no master answers: http://");
        assertThat(run.err().lines()).singleElement().asString().contains("connection refused");
    }

    private CommandLineRun assertRefused(String commandLine, int exitCode, String message) {
        String free = String.valueOf(Ports.free());
        String[] words = Arrays.stream(commandLine.split(" +"))
                .map(word -> word.replace("HERE", folder.toString())
                        .replace("FREE", free)
                        .replace("DOWN", "127.0.0.1:" + free))
                .toArray(String[]::new);
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLineRun run;
        try (PrintStream capture = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            run = CommandLineRun.run(words);
        } finally {
            System.setOut(before);
        }
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run.err()).startsWith("caravan: ").contains(message).doesNotContain("Exception", "\tat ");
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(3);
        return run;
    }
}
