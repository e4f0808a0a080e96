package caravan.app;

import caravan.fetch.FetchLimits;
import caravan.sink.sql.DatabaseSettings;
import caravan.task.Choice;
import caravan.task.Durations;
import caravan.task.Scope;
import caravan.task.Task.RobotsPolicy;
import caravan.task.TaskDefaults;
import caravan.task.TaskLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the properties say, checked and typed. What each means stands in {@code application.properties}.
 *
 * @param properties all {@code caravan.*} keys with the value in force, for the routes' placeholders; not those of
 *     databases
 */
record Settings(
        TaskDefaults taskDefaults,
        Fetch fetch,
        Frontier frontier,
        Robots robots,
        Parse parse,
        Sink sink,
        Node node,
        Additions additions,
        ClusterSettings cluster,
        List<DatabaseSettings> databases,
        Map<String, String> properties) {

    record Fetch(
            FetchLimits limits,
            int concurrency,
            String userAgent,
            int maxRedirects,
            Retries retries,
            Rests rests,
            boolean allowPrivate,
            long bodyMemory) {}

    /**
     * @param maxQueued requests waiting in one crawl at most
     * @param memory    bytes, for all crawls that are kept on disk
     * @param sync      how soon the disk has what was written; zero: at once
     */
    record Frontier(FrontierKind kind, int maxQueued, long memory, Duration sync) {
        private static final int MOST_IN_MEMORY = 500_000;

        static Frontier of(FrontierKind kind, int maxQueued, long memory, Duration sync) {
            int most = kind == FrontierKind.MEMORY ? MOST_IN_MEMORY : Integer.MAX_VALUE;
            return new Frontier(kind, maxQueued == 0 ? most : maxQueued, memory, sync);
        }
    }

    /** Where crawls keep what is still to do. */
    enum FrontierKind {
        MEMORY,
        ROCKSDB
    }

    record Robots(Duration maxCrawlDelay, Duration retryWait, boolean sitemaps) {}

    record Retries(int count, Duration firstWait, Duration maxWait) {}

    record Parse(int maxOutlinks, int maxTags) {}

    /**
     * @param named  names of the sinks besides the default one
     * @param window visits on their way to one sink at most
     */
    record Sink(
            String endpoint,
            List<String> named,
            String output,
            int batchSize,
            Duration batchPause,
            int window,
            String queueOptions,
            Duration retryWait,
            int retries) {
        private static final String PREFIX = "caravan.sink.";

        private static final String OWN = "bean:jsonLines";

        /** {@code caravan.sink.NAME}: the names are the operator's, but for that of the default one. */
        private static boolean isName(String key) {
            return key.startsWith(PREFIX)
                    && key.substring(PREFIX.length()).matches("(?!default$)[\\p{L}\\p{N}_-]{1,100}");
        }

        private static List<String> names(Map<String, String> sources, Set<String> known) {
            return sources.keySet().stream()
                    .filter(key -> isName(key) && !known.contains(key))
                    .map(key -> key.substring(PREFIX.length()))
                    .sorted()
                    .toList();
        }

        /** Whether records go to a file of ours, and not to an endpoint that the user chose. */
        boolean isOwnFile() {
            return endpoint.startsWith(OWN);
        }

        /** The file to open; where no file of ours is written, standard output, which costs nothing to hold. */
        String file() {
            return isOwnFile() ? output : "-";
        }
    }

    /**
     * @param data        folder of what the node keeps for its next start
     * @param tasksReload how often files are looked at for changes; 0 for never
     */
    record Node(
            String id,
            HostPort http,
            Path data,
            Path tasks,
            Duration tasksReload,
            List<String> seedTasks,
            Duration shutdownTimeout) {}

    /** Folders of what a user adds to Caravan: either may be missing. */
    record Additions(Path routes, Path lib) {}

    /**
     * @param sources  merged properties
     * @param known    every key that exists
     * @throws caravan.CaravanException INVALID naming every unknown key and bad value
     */
    static Settings from(Map<String, String> sources, Set<String> known) {
        PropertyReader reader = new PropertyReader(sources);
        sources.keySet().stream()
                .filter(key -> !known.contains(key) && !isOpen(key))
                .sorted()
                .forEach(key -> reader.fault(key + ": no such setting"));
        Settings settings = new Settings(
                taskDefaults(reader),
                fetch(reader),
                frontier(reader),
                robots(reader),
                parse(reader),
                sink(reader, sources, known),
                node(reader),
                new Additions(Path.of(reader.text("caravan.routes")), Path.of(reader.text("caravan.lib"))),
                ClusterSettings.from(reader),
                DatabaseProperties.read(reader, sources.keySet()),
                DatabaseProperties.without(sources));
        reader.finish();
        return settings;
    }

    /** Keys that have parts of the operator's choosing. */
    private static boolean isOpen(String key) {
        return key.startsWith("camel.") || Sink.isName(key) || DatabaseProperties.isKey(key);
    }

    private static TaskDefaults taskDefaults(PropertyReader reader) {
        TaskLimits limits = new TaskLimits(
                reader.number("caravan.task.depth", 0, Integer.MAX_VALUE),
                reader.number("caravan.task.max-pages", 0, Integer.MAX_VALUE),
                duration(reader, "caravan.task.delay"),
                reader.number("caravan.task.per-host", 1, 1000));
        return new TaskDefaults(
                limits,
                reader.read(
                        "caravan.task.scope", text -> Choice.parse(Scope.Kind.class, text, "scope"), Scope.Kind.HOST),
                reader.read(
                        "caravan.task.robots",
                        text -> Choice.parse(RobotsPolicy.class, text, "robots"),
                        RobotsPolicy.OBEY),
                reader.flag("caravan.task.scripts"));
    }

    private static Fetch fetch(PropertyReader reader) {
        int concurrency = reader.number("caravan.fetch.concurrency", 1, 1000);
        FetchLimits limits = new FetchLimits(
                positive(reader, "caravan.fetch.connect-timeout"),
                positive(reader, "caravan.fetch.read-timeout"),
                positive(reader, "caravan.fetch.timeout"),
                (int) reader.size("caravan.fetch.max-body", 1024, 1L << 30),
                concurrency);
        Retries retries = new Retries(
                reader.number("caravan.fetch.retries", 0, 100),
                duration(reader, "caravan.fetch.retry-wait"),
                duration(reader, "caravan.fetch.max-wait"));
        return new Fetch(
                limits,
                concurrency,
                reader.text("caravan.fetch.user-agent"),
                reader.number("caravan.fetch.max-redirects", 0, 100),
                retries,
                Rests.from(reader),
                reader.flag("caravan.fetch.allow-private"),
                reader.size("caravan.fetch.body-memory", 1L << 20, 1L << 40));
    }

    private static Frontier frontier(PropertyReader reader) {
        return Frontier.of(
                reader.read(
                        "caravan.frontier",
                        text -> Choice.parse(FrontierKind.class, text, "frontier"),
                        FrontierKind.ROCKSDB),
                reader.number("caravan.frontier.max-queued", 0, Integer.MAX_VALUE),
                reader.size("caravan.frontier.memory", 8L << 20, 1L << 40),
                duration(reader, "caravan.frontier.sync"));
    }

    private static Robots robots(PropertyReader reader) {
        return new Robots(
                duration(reader, "caravan.robots.max-crawl-delay"),
                duration(reader, "caravan.robots.retry-wait"),
                reader.flag("caravan.robots.sitemaps"));
    }

    private static Parse parse(PropertyReader reader) {
        reader.number("caravan.parse.concurrency", 0, 1000);
        return new Parse(
                reader.number("caravan.parse.max-outlinks", 0, 1_000_000),
                reader.number("caravan.parse.max-tags", 1, 100_000_000));
    }

    private static Sink sink(PropertyReader reader, Map<String, String> sources, Set<String> known) {
        positive(reader, "caravan.sink.batch-wait");
        return new Sink(
                reader.text("caravan.sink"),
                Sink.names(sources, known),
                reader.text("caravan.output"),
                reader.number("caravan.sink.batch-size", 1, 100_000),
                duration(reader, "caravan.sink.batch-pause"),
                reader.number("caravan.sink.window", 1, 1_000_000),
                reader.text("caravan.queue.store.options"),
                positive(reader, "caravan.sink.retry-wait"),
                reader.number("caravan.sink.retries", -1, 1_000_000));
    }

    private static Node node(PropertyReader reader) {
        reader.size("caravan.http.max-body", 1024, 1L << 30);
        positive(reader, "caravan.forward.timeout");
        positive(reader, "caravan.schedule.every");
        positive(reader, "caravan.try-again.every");
        reader.read("caravan.log.format", text -> Choice.parse(LogFormat.class, text, "log format"), LogFormat.TEXT);
        return new Node(
                reader.read("caravan.id", Settings::id, ""),
                reader.read("caravan.http", HostPort::parse, new HostPort("127.0.0.1", 8080)),
                Path.of(reader.text("caravan.data")),
                Path.of(reader.text("caravan.tasks")),
                duration(reader, "caravan.tasks.reload-every"),
                reader.read("caravan.seed-tasks", Settings::names, List.of()),
                positive(reader, "caravan.shutdown.timeout"));
    }

    private static String id(String text) {
        if (!text.matches("[\\p{L}\\p{N}._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "must be 1 to 100 letters, digits, dots, underscores or hyphens, is '" + text + "'");
        }
        return text;
    }

    private static Duration duration(PropertyReader reader, String key) {
        return reader.read(key, Durations::parse, Duration.ZERO);
    }

    /** A time-out or an interval: none at all would mean for ever, or never. */
    static Duration positive(PropertyReader reader, String key) {
        return reader.read(
                key,
                text -> {
                    Duration duration = Durations.parse(text);
                    if (duration.isZero()) {
                        throw new IllegalArgumentException("must be longer than 0");
                    }
                    return duration;
                },
                Duration.ofSeconds(1));
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** How log lines look. */
    enum LogFormat {
        TEXT,
        JSON
    }
}
