package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CommandLineRun;
import caravan.testkit.TestSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a batch whose route, the user's own, fails: it depends on who deals with the failure. */
@Timeout(60)
class UserSinkRoutesTest {
    private static final Path FORMS = Path.of("src/test/resources/routes/failing");

    @TempDir
    Path folder;

    static List<Path> forms() throws IOException {
        try (Stream<Path> files = Files.list(FORMS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void triesABatchAgainUnlessItsRouteDealtWithTheFailure(Path form) throws IOException {
        String text = Files.readString(form).replace("{{flaky.folder}}", folder.toString());
        Files.writeString(folder.resolve("mine.yaml"), text);
        try (TestSite site = TestSite.start().page("/", "page")) {
            CommandLineRun run = CommandLineRun.crawl(
                    folder,
                    site.url("/"),
                    "-Pcaravan.routes=" + folder,
                    "-Pcaravan.sink=direct:mine",
                    "-Pcaravan.sink.batch-wait=50ms",
                    "-Pcaravan.sink.retry-wait=1ms");
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        boolean stored = Files.exists(folder.resolve("stored.jsonl"));
        assertThat("# %s after %s attempts".formatted(stored ? "stored" : "lost", attempts()))
                .isEqualTo(text.lines().findFirst().orElseThrow());
    }

    private String attempts() throws IOException {
        return Files.readString(folder.resolve("attempts.txt"));
    }
}
