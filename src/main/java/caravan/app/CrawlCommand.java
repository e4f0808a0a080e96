package caravan.app;

import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskDefaults;
import caravan.task.TaskText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan crawl URL…} and {@code caravan crawl --task FILE}: crawls to the end and exits. */
@Command(
        name = "crawl",
        description = "Crawls sites to their end: those of URLs, with a record per page, or those of a task.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 drained, 1 failed, 2 wrong usage, 3 no seed could be fetched, 130 interrupted.",
            "Examples: caravan crawl https://example.org/ --delay 500ms --max-pages 1000 --out pages.jsonl",
            "          caravan crawl --task tasks/books.yaml --set site=http://127.0.0.1:8085 --out books.jsonl"
        })
final class CrawlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "URL", description = "Where to start.")
    private List<String> urls = List.of();

    @Option(
            names = "--task",
            paramLabel = "FILE",
            description = "The task to run, YAML or (*.json) JSON, in the place of URLs. Flags go before what it says.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A value for a parameter of the task (repeatable).")
    private Map<String, String> values = Map.of();

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Keeps the crawl in that folder; when there is one, goes on with it, as it was started.")
    private Path resume;

    @Mixin
    private CrawlFlags flags;

    @Override
    public Integer call() throws Exception {
        requireOneKind(file != null, !urls.isEmpty());
        CrawlOrder order = order();
        requireComplete(order);
        flags.take(order);
        Logging.onlyProblems();
        flags.setDefault("caravan.sink.retries", "5");
        flags.setDefault("caravan.frontier", resume == null ? "memory" : "rocksdb");
        Settings settings = flags.load();
        Task task = task(order, settings.taskDefaults());
        if (task.robots() == Task.RobotsPolicy.IGNORE) {
            System.err.println("caravan: warning: robots.txt is ignored; make sure the sites' owners agree");
        }
        Optional<ResumeFolder> folder = Optional.ofNullable(resume).map(path -> new ResumeFolder(path, order));
        return new CrawlRun(settings, task, new Console(flags.quiet()), folder).run();
    }

    /** What is asked for now, or was when the crawl was started that is to go on. */
    private CrawlOrder order() {
        Optional<TaskText> text = Optional.ofNullable(file).map(TaskText::ofFile);
        CrawlOrder given = flags.order(urls, text, file == null ? "" : file.toString(), values);
        return Optional.ofNullable(resume)
                .flatMap(CrawlOrder::in)
                .map(earlier -> earlier.with(given))
                .orElse(given);
    }

    private void requireOneKind(boolean fromFile, boolean fromUrls) {
        if (fromFile && fromUrls) {
            throw fault("URL and --task=FILE exclude each other: the task says where to start");
        }
    }

    private void requireComplete(CrawlOrder order) {
        boolean fromFile = !order.taskFile().isEmpty();
        requireOneKind(fromFile, !order.urls().isEmpty());
        if (!fromFile && order.urls().isEmpty()) {
            throw fault(
                    resume == null
                            ? "Missing required parameter: 'URL' (or --task=FILE)"
                            : "there is no crawl in " + resume + " yet: give its URLs, or --task=FILE");
        }
        if (!fromFile && !order.values().isEmpty()) {
            throw fault("--set gives values to a task: --task=FILE is missing");
        }
    }

    private ParameterException fault(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Task task(CrawlOrder order, TaskDefaults defaults) {
        if (order.taskFile().isEmpty()) {
            return flags.task("crawl", order.urls(), defaults);
        }
        return flags.over(new TaskCodec(defaults).readFilled(order.taskText(), order.values()), defaults);
    }
}
