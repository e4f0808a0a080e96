package caravan.app;

import caravan.CaravanException;
import caravan.app.trying.SavedPage;
import caravan.app.trying.TryText;
import caravan.crawl.Page;
import caravan.parse.Urls;
import caravan.pipeline.Tryout;
import caravan.pipeline.Tryout.Attempt;
import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskText;
import caravan.web.TryReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan try FILE URL|PAGE}: what one rule of a task finds on one page. */
@Command(
        name = "try",
        description = "Runs one rule of a task on one page, and shows what it finds; stores nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 something was found and nothing required was missing, 1 otherwise, 2 wrong usage.",
            "Example: caravan try tasks/bookshop.yaml saved.html --rule book"
        })
final class TryCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The task, YAML or (*.json) JSON.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "URL|PAGE",
            description =
                    "The page: a URL, which is fetched as the task says (robots.txt is not asked), or a saved file.")
    private String page;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            description = "Of the task's rules (default: the seed's, the first).")
    private String rule = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "What a saved page is taken for (default: what it says).")
    private String url;

    @Option(names = "--carry", paramLabel = "NAME=VALUE", description = "A value carried to the page (repeatable).")
    private Map<String, String> carry = new LinkedHashMap<>();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A value of the task's parameters (repeatable).")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Mixin
    private SettingsFlags flags;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logging.onlyProblems();
        Settings settings = flags.load();
        Task task = task(settings);
        Tryout.Result result = run(settings, task);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? TryReport.of(result).json() + "\n" : TryText.of(result));
        out.flush();
        return result.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Tryout.Result run(Settings settings, Task task) {
        try (TryKit kit = new TryKit(settings)) {
            if (page.startsWith("http://") || page.startsWith("https://")) {
                spec.commandLine().getErr().println("caravan: robots.txt is not asked for a page that is tried");
                // the operator named its host, as one names a seed
                return kit.tryout().fetch(attempt(task, normalised(page)), true);
            }
            Page saved = SavedPage.read(
                    Path.of(page),
                    Optional.ofNullable(url).map(TryCommand::normalised),
                    settings.fetch().limits().maxBodyBytes());
            return kit.tryout().read(attempt(task, saved.url()), saved);
        }
    }

    private Attempt attempt(Task task, String pageUrl) {
        return new Attempt(task, rule, pageUrl, new LinkedHashMap<>(carry));
    }

    private static String normalised(String typed) {
        try {
            return Urls.seed(typed);
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid(e.getMessage());
        }
    }

    private Task task(Settings settings) {
        return new TaskCodec(settings.taskDefaults()).readFilled(TaskText.ofFile(file), values);
    }
}
