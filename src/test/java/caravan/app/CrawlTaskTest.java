package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CommandLineRun;
import caravan.testkit.TestSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan crawl --task FILE}. */
@Timeout(60)
class CrawlTaskTest {
    @TempDir
    Path folder;

    @Test
    void crawlsATaskToItsEndWithTheValuesGiven() throws IOException {
        try (TestSite site = site()) {
            CommandLineRun run =
                    CommandLineRun.crawl(folder, "--task", task().toString(), "--set", "site=" + site.url(""));
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/a"));
            assertThat(run.records())
                    .allSatisfy(each -> assertThat(each.get("task").asText()).isEqualTo("书店"));
        }
    }

    @Test
    void letsFlagsGoBeforeWhatTheFileSays() throws IOException {
        try (TestSite site = site()) {
            CommandLineRun run = CommandLineRun.crawl(
                    folder,
                    "--task=" + task(),
                    "--set=site=" + site.url(""),
                    "--depth=9",
                    "--include=/",
                    "--exclude=/c",
                    "--user-agent=Flag/1");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/a"), site.url("/b"));
        }
    }

    @Test
    void saysWhatIsMissingOrWrong() throws IOException {
        CommandLineRun missing = CommandLineRun.crawl(folder, "--task", task().toString());
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).contains("shop.yaml:2: parameters.site: needs a value");
        CommandLineRun unknown =
                CommandLineRun.crawl(folder, "--task", task().toString(), "--set", "site=http://h", "--set", "sites=x");
        assertThat(unknown.err()).contains("parameters.sites: unknown parameter; did you mean 'site'?");
    }

    private Path task() throws IOException {
        return Files.writeString(folder.resolve("shop.yaml"), """
                name: 书店
                parameters: {site: }
                seeds: ["${site}/"]
                depth: 1
                delay: 1h
                exclude: [/nothing]
                """);
    }

    private static TestSite site() {
        return TestSite.start()
                .page("/", "<a href=/a>a</a>")
                .page("/a", "<a href=/b>b</a>")
                .page("/b", "<a href=/c>c</a>")
                .page("/c", "c");
    }
}
