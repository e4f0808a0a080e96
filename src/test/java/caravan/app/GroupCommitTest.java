package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.pipeline.Job;
import caravan.sink.JsonLinesSink;
import caravan.task.Fetching;
import caravan.task.Outputs;
import caravan.task.Recrawl;
import caravan.task.Schedule;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.TaskLimits;
import caravan.testkit.TestSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.SinkRoutes;

/** When batches go out: nothing here is ever sent because it has waited long enough, as that would take an hour. */
@Timeout(60)
class GroupCommitTest {
    private static final int PAGES = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final TestSite site = TestSite.start();
    private final HeldSink first = new HeldSink();
    private final HeldSink second = new HeldSink();
    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "caravan.sink.first", "direct:first",
            "caravan.sink.second", "direct:second",
            "caravan.sink.batch-wait", "1h",
            "caravan.sink.retry-wait", "10ms",
            "caravan.task.delay", "0"));
    private boolean asynchronous;

    @AfterEach
    void closeSite() {
        first.letGo();
        second.letGo();
        site.close();
    }

    @Test
    void sendsALoneRecordToAnIdleSinkAtOnce() throws Exception {
        links(0);
        crawl((engine, camel) -> assertEnds(open(engine, "first")));
        assertThat(first.batches()).containsExactly(1);
    }

    @Test
    void gathersWhileTheSinkIsBusyAndSendsAllWhenItIsNot() throws Exception {
        links(PAGES);
        first.hold();
        crawl((engine, camel) -> {
            Job job = open(engine, "first");
            awaitGathered(camel, PAGES + 1);
            assertThat(first.batches()).isEmpty();
            assertThat(queued(camel, "first")).isZero();
            first.letGo();
            assertEnds(job);
        });
        assertThat(first.batches()).containsExactly(1, PAGES);
    }

    @Test
    void sinksThatAnswerLaterAreBusyUntilThen() throws Exception {
        asynchronous = true;
        gathersWhileTheSinkIsBusyAndSendsAllWhenItIsNot();
    }

    @Test
    void fullBatchesLeaveThoughTheSinkIsBusy() throws Exception {
        links(PAGES + 5);
        settings.put("caravan.sink.batch-size", "10");
        first.hold();
        crawl((engine, camel) -> {
            Job job = open(engine, "first");
            awaitGathered(camel, PAGES + 6);
            assertThat(queued(camel, "first")).isEqualTo(PAGES / 10);
            first.letGo();
            assertEnds(job);
        });
        assertThat(first.batches()).containsExactly(1, 10, 10, 10, 5);
    }

    @Test
    void aSinkThatIsBusyHoldsUpNoOther() throws Exception {
        links(PAGES);
        first.hold();
        crawl((engine, camel) -> {
            Job job = open(engine, "first", "second");
            await().until(() -> second.rows() == PAGES + 1);
            assertThat(first.batches()).isEmpty();
            first.letGo();
            assertEnds(job);
        });
        assertThat(first.rows()).isEqualTo(PAGES + 1);
    }

    @Test
    void leavesNothingBehindWhenABatchFailsAndIsTriedAgain() throws Exception {
        links(PAGES);
        first.fail(3);
        crawl((engine, camel) -> assertEnds(open(engine, "first")));
        assertThat(first.rows()).isEqualTo(PAGES + 1);
    }

    @Test
    void goesOnAfterABatchThatIsGivenUp() throws Exception {
        links(0);
        settings.put("caravan.sink.retries", "0");
        first.fail(1);
        crawl((engine, camel) -> {
            open(engine, "first");
            assertThat(engine.sinkFailure().reason()).succeedsWithin(PATIENCE);
            assertEnds(engine.crawls().open("2", task("other", "first")));
        });
        assertThat(first.batches()).containsExactly(1);
    }

    @Test
    void goesOnAfterABatchOfWhichNothingIsLeft() throws Exception {
        links(PAGES);
        settings.put("caravan.sink.batch-size", "10");
        first.hold();
        crawl((engine, camel) -> {
            open(engine, "first");
            awaitGathered(camel, PAGES + 1);
            engine.crawls().close("first");
            first.letGo();
            assertEnds(engine.crawls().open("2", task("other", "first")));
        });
        assertThat(first.rows("other")).isEqualTo(PAGES + 1);
    }

    @Test
    void fillsBatchesOfACompressedFileThoughItIsIdle() throws Exception {
        links(PAGES - 1);
        Path file = folder.resolve("rows.jsonl.gz");
        settings.put("caravan.sink.first", "jsonl:" + file + "?gzip=true");
        settings.put("caravan.sink.batch-size", "10");
        crawl((engine, camel) -> {
            Job job = open(engine, "first");
            awaitGathered(camel, PAGES);
            await().until(() -> membersOf(file) == 1 + (PAGES - 1) / 10);
            assertThat(job.isRunning()).isTrue();
        });
    }

    @Test
    void missesNoneOfManyEndsThatMeetAnAddition() throws Exception {
        links(300);
        crawl((engine, camel) -> {
            for (int run = 0; run < 5; run++) {
                assertEnds(engine.crawls().open("" + run, task("run" + run, "first", "second")));
            }
        });
        assertThat(first.rows()).isEqualTo(5 * 301);
        assertThat(second.rows()).isEqualTo(5 * 301);
    }

    private interface Check {
        void run(Engine engine, CamelApp camel) throws Exception;
    }

    private void crawl(Check check) throws Exception {
        Settings read = new PropertySources(Map.of()).load(Optional.empty(), settings);
        try (JsonLinesSink unused =
                        JsonLinesSink.open(folder.resolve("unused.jsonl").toString(), true);
                Engine engine = new Engine(read, unused, () -> true, Homes.inMemory());
                CamelApp camel = CamelApp.start(
                        read.properties(),
                        engine.beans(),
                        new ErrorRoutes(),
                        new CrawlRoutes(),
                        new SinkRoutes(List.of("first", "second")),
                        sinks())) {
            check.run(engine, camel);
        }
    }

    private RouteBuilder sinks() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                if (asynchronous) {
                    from("direct:first").threads(2).process(first);
                } else {
                    from("direct:first").process(first);
                }
                from("direct:second").process(second);
            }
        };
    }

    private void links(int count) {
        site.page(
                "/",
                IntStream.range(0, count)
                        .mapToObj(i -> "<a href=/p" + i + ">x</a>")
                        .collect(Collectors.joining()));
        IntStream.range(0, count).forEach(i -> site.page("/p" + i, "page"));
    }

    private Job open(Engine engine, String... sinks) {
        return engine.crawls().open("1", task("first", sinks));
    }

    private Task task(String name, String... sinks) {
        return new Task(
                name,
                name,
                List.of(Seed.of(site.url("/"))),
                new Scope(Scope.Kind.HOST, List.of(), List.of()),
                new TaskLimits(5, 0, Duration.ZERO, 4),
                Task.RobotsPolicy.IGNORE,
                Fetching.PLAIN,
                List.of(),
                new Outputs(List.of(sinks), List.of()),
                false,
                Schedule.ONCE,
                Recrawl.DEFAULT,
                true,
                "",
                List.of());
    }

    private static void assertEnds(Job job) throws InterruptedException {
        assertThat(job.crawl().awaitEnd(PATIENCE)).isTrue();
    }

    /** Waits until so many deliveries have been through the aggregator, and it is at rest. */
    private static void awaitGathered(CamelApp camel, int deliveries) {
        AggregateProcessor gather = camel.context().getProcessor("gather", AggregateProcessor.class);
        await().until(() -> gather.getStatistics().getTotalIn() == deliveries
                && camel.context().getInflightRepository().size("batch") == 0);
    }

    private static int queued(CamelApp camel, String sink) {
        return camel.context().getEndpoints().stream()
                .filter(each -> each.getEndpointUri().startsWith("seda://store-" + sink))
                .map(SedaEndpoint.class::cast)
                .mapToInt(SedaEndpoint::getCurrentQueueSize)
                .sum();
    }

    private static long membersOf(Path file) throws IOException {
        String bytes = HexFormat.of().formatHex(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
        return Pattern.compile("1f8b08000000000000").matcher(bytes).results().count();
    }
}
