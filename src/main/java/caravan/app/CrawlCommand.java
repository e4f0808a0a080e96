package caravan.app;

import caravan.task.Task;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caravan crawl URL…}: crawls to the end and exits. */
@Command(
        name = "crawl",
        description = "Crawls sites to their end and writes a record per page.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 drained, 1 failed, 2 wrong usage, 3 no seed could be fetched, 130 interrupted.",
            "Example: caravan crawl https://example.org/ --delay 500ms --max-pages 1000 --out pages.jsonl"
        })
final class CrawlCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "URL", description = "Where to start.")
    private List<String> urls;

    @Mixin
    private CrawlFlags flags;

    @Override
    public Integer call() throws Exception {
        Logging.onlyProblems();
        flags.setDefault("caravan.sink.retries", "5");
        Settings settings = flags.load();
        Task task = flags.task("crawl", urls, settings.taskDefaults());
        if (task.robots() == Task.RobotsPolicy.IGNORE) {
            System.err.println("caravan: warning: robots.txt is ignored; make sure the sites' owners agree");
        }
        return new CrawlRun(settings, task, new Console(flags.quiet())).run();
    }
}
