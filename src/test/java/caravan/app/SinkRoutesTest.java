package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.pipeline.Job;
import caravan.sink.JsonLinesSink;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.TaskLimits;
import caravan.testkit.TestSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.SinkRoutes;

/** The way of records into a sink of the user's own: a route that takes batches of JSON lines. */
@Timeout(60)
class SinkRoutesTest {
    private static final int PAGES = 30;

    @TempDir
    Path folder;

    private final TestSite site = TestSite.start();
    private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<RuntimeException> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private String last = "";
    private boolean ownErrorHandler;

    @AfterEach
    void closeSite() {
        site.close();
    }

    @Test
    void losesAndDoublesNothingWhenTheSinkFailsForAWhile() throws Exception {
        IntStream.range(0, 3).forEach(i -> faults.add(new IllegalStateException("sink is down")));
        crawl(job -> {
            assertThat(job.crawl().awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(stored).hasSize(PAGES + 1).doesNotHaveDuplicates();
            assertThat(attempts).hasValueGreaterThan(3);
            assertThat(job.crawl().counters().snapshot().records()).isEqualTo(PAGES + 1);
        });
    }

    @Test
    void keepsRequestsUntilTheirRecordsAreStored() throws Exception {
        IntStream.range(0, 1000).forEach(i -> faults.add(new IllegalStateException("sink is down")));
        crawl(job -> {
            await().until(() -> site.log().size() > PAGES);
            await().until(() -> attempts.get() > 5);
            assertThat(stored).isEmpty();
            assertThat(job.frontierStats().leased()).isEqualTo(PAGES + 1);
            assertThat(job.isRunning()).isTrue();
            faults.clear();
            assertThat(job.crawl().awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(stored).hasSize(PAGES + 1).doesNotHaveDuplicates();
        });
    }

    @Test
    void triesAgainThoughTheRouteHasAnErrorHandlerOfItsOwn() throws Exception {
        faults.add(new IllegalStateException("sink is down"));
        ownErrorHandler = true;
        crawl(job -> {
            assertThat(job.crawl().awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(stored).hasSize(PAGES + 1).doesNotHaveDuplicates();
        });
    }

    @Test
    void storesWhatItHasWithoutWaitingForAFullBatch() throws Exception {
        last = "<a href=/slow>x</a>";
        site.handle("/slow", exchange -> {
            await().until(() -> stored.size() == PAGES + 1);
            TestSite.answer(exchange, 200, "text/html", "the last");
        });
        crawl(job -> {
            assertThat(job.crawl().awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(stored).hasSize(PAGES + 2);
        });
    }

    private interface Check {
        void run(Job job) throws Exception;
    }

    private void crawl(Check check) throws Exception {
        StringBuilder links = new StringBuilder();
        for (int i = 0; i < PAGES; i++) {
            links.append("<a href=/p").append(i).append(">x</a>");
            site.page("/p" + i, "page");
        }
        links.append(last);
        site.page("/", links.toString());
        Settings settings = new PropertySources(Map.of())
                .load(
                        Optional.empty(),
                        Map.of(
                                "caravan.sink", "direct:flaky",
                                "caravan.sink.retry-wait", "10ms",
                                "caravan.sink.batch-wait", "50ms",
                                "caravan.task.delay", "0"));
        try (JsonLinesSink unused =
                        JsonLinesSink.open(folder.resolve("unused.jsonl").toString(), true);
                Engine engine = new Engine(settings, unused, () -> true, Homes.inMemory());
                CamelApp camel = CamelApp.start(
                        settings.properties(),
                        engine.beans(),
                        new ErrorRoutes(),
                        new CrawlRoutes(),
                        new SinkRoutes(List.of()),
                        flakySink())) {
            assertThat(camel.context().getStatus().isStarted()).isTrue();
            check.run(engine.crawls().open("1", task()));
        }
    }

    private Task task() {
        return Task.ofPages(
                "sink-test",
                List.of(Seed.of(site.url("/"))),
                new Scope(Scope.Kind.HOST, List.of(), List.of()),
                new TaskLimits(5, 0, Duration.ZERO, 4),
                Task.RobotsPolicy.IGNORE,
                true);
    }

    private RouteBuilder flakySink() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(ownErrorHandler ? defaultErrorHandler() : noErrorHandler());
                from("direct:flaky").process(SinkRoutesTest.this::store);
            }
        };
    }

    private void store(Exchange exchange) {
        attempts.incrementAndGet();
        RuntimeException fault = faults.poll();
        if (fault != null) {
            throw fault;
        }
        exchange.getMessage().getBody(String.class).lines().forEach(stored::add);
    }
}
