package caravan.app;

import caravan.CaravanException;
import caravan.parse.Urls;
import caravan.task.Fetching;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.TaskDefaults;
import caravan.task.TaskLimits;
import caravan.task.TaskText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to crawl, for one run. */
final class CrawlFlags extends SettingsFlags {
    @Option(names = "--include", paramLabel = "REGEX", description = "Only URLs that match (RE2; repeatable).")
    private List<String> include = List.of();

    @Option(names = "--exclude", paramLabel = "REGEX", description = "No URLs that match (RE2; repeatable).")
    private List<String> exclude = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, no summary; errors only.")
    private boolean quiet;

    @Option(names = "--depth", paramLabel = "N", description = "Links followed from a seed at most (default 100).")
    void depth(String value) {
        set("caravan.task.depth", value);
    }

    @Option(names = "--max-pages", paramLabel = "N", description = "Pages recorded at most; 0 = no limit (default).")
    void maxPages(String value) {
        set("caravan.task.max-pages", value);
    }

    @Option(names = "--delay", paramLabel = "TIME", description = "Between two requests to one host (default 1s).")
    void delay(String value) {
        set("caravan.task.delay", value);
    }

    @Option(names = "--per-host", paramLabel = "N", description = "Requests to one host at the same time (default 1).")
    void perHost(String value) {
        set("caravan.task.per-host", value);
    }

    @Option(names = "--concurrency", paramLabel = "N", description = "Fetches under way at once (default 64).")
    void concurrency(String value) {
        set("caravan.fetch.concurrency", value);
    }

    @Option(
            names = "--scope",
            paramLabel = "host|domain|prefix|any",
            description =
                    "Follow links to the seeds' hosts (default), their domains, below their folders, or anywhere.")
    void scope(String value) {
        set("caravan.task.scope", value);
    }

    @Option(names = "--robots", paramLabel = "obey|ignore", description = "Whether robots.txt decides (default obey).")
    void robots(String value) {
        set("caravan.task.robots", value);
    }

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE|-",
            description = "Records as JSON lines (default pages.jsonl).")
    void out(String value) {
        set("caravan.output", value);
    }

    @Option(names = "--user-agent", paramLabel = "TEXT", description = "Who you are; put a contact URL in it.")
    void userAgent(String value) {
        set("caravan.fetch.user-agent", value);
    }

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "For one page, from first packet to last (default 30s).")
    void timeout(String value) {
        set("caravan.fetch.timeout", value);
    }

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            description = "Largest body; larger ones are refused (default 5MiB).")
    void maxBody(String value) {
        set("caravan.fetch.max-body", value);
    }

    /** What was said, for a crawl that goes on later. */
    CrawlOrder order(List<String> urls, Optional<TaskText> task, String taskFile, Map<String, String> values) {
        return new CrawlOrder(urls, task.map(TaskText::text).orElse(""), taskFile, values, include, exclude, given());
    }

    /** Has everything be as if the command line had said what {@code order} does. */
    void take(CrawlOrder order) {
        include = order.include();
        exclude = order.exclude();
        giveToo(order.settings());
    }

    /**
     * @throws CaravanException INVALID when a seed or a pattern is wrong
     */
    Task task(String name, List<String> seeds, TaskDefaults defaults) {
        try {
            return Task.ofPages(
                    name,
                    seeds.stream().map(url -> Seed.of(Urls.seed(url))).toList(),
                    new Scope(defaults.scope(), include, exclude),
                    defaults.limits(),
                    defaults.robots(),
                    true);
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid(e.getMessage());
        }
    }

    /**
     * The task of a file, with what the flags say in the place of what the file says.
     *
     * @param settings these flags among others
     * @throws CaravanException INVALID when a pattern is wrong
     */
    Task over(Task task, TaskDefaults settings) {
        try {
            return task.withManners(
                    scope(task.scope(), settings.scope()),
                    limits(task.limits(), settings.limits()),
                    isGiven("caravan.task.robots") ? settings.robots() : task.robots(),
                    fetching(task.fetching()));
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid(e.getMessage());
        }
    }

    private Scope scope(Scope written, Scope.Kind kind) {
        return new Scope(
                isGiven("caravan.task.scope") ? kind : written.kind(),
                include.isEmpty() ? written.include() : include,
                exclude.isEmpty() ? written.exclude() : exclude);
    }

    private TaskLimits limits(TaskLimits written, TaskLimits given) {
        return new TaskLimits(
                isGiven("caravan.task.depth") ? given.depth() : written.depth(),
                isGiven("caravan.task.max-pages") ? given.maxPages() : written.maxPages(),
                isGiven("caravan.task.delay") ? given.delay() : written.delay(),
                isGiven("caravan.task.per-host") ? given.perHost() : written.perHost(),
                written.rates(),
                written.maxWait());
    }

    /** A user agent of the command line is the one of all requests, and no longer the task's to say. */
    private Fetching fetching(Fetching written) {
        return new Fetching(
                isGiven("caravan.fetch.user-agent") ? List.of() : written.userAgents(),
                written.headers(),
                written.cookies(),
                written.cookieJar(),
                written.proxies(),
                isGiven("caravan.fetch.retries") ? -1 : written.retries());
    }

    boolean quiet() {
        return quiet;
    }
}
