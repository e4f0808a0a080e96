package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.fetch.FetchLimits;
import caravan.fetch.OkHttpFetcher;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsSettings;
import caravan.frontier.BackOff;
import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Seed;
import caravan.testkit.ManualClock;
import caravan.testkit.TestSite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** From a lease to a page with a real fetcher, a site on loopback, and a clock that stands still. For one thread. */
abstract class FetchFixture {
    static final String AGENT = "TestBot/1.0 (+https://example.org/bot)";
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 16);

    final ManualClock clock = new ManualClock();
    final HostGate gate = new HostGate(clock);
    final TestSite site = TestSite.start();
    final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, LIMITS, 2);
    BackOff backOff = new BackOff(Duration.ofMinutes(1), Duration.ofHours(24), 5, () -> 0);
    private final List<Crawls> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(
                crawls -> crawls.all().forEach(job -> crawls.close(job.task().name())));
        fetcher.close();
        site.close();
    }

    /** Those of one process. */
    final Crawls crawls(CrawlHomes homes) {
        Crawls crawls = new Crawls(homes, new Outboxes(List.of("pages"), 100), false);
        opened.add(crawls);
        return crawls;
    }

    final CrawlHomes inMemory() {
        return CrawlHomes.inMemory(
                task -> new MemoryFrontier(new Politeness(1, Duration.ZERO), gate, clock, task.reload()));
    }

    final Job open(Seed... seeds) {
        return crawls(inMemory()).open("id", new DraftTask(seeds).make());
    }

    final FetchStep step(int maxOrigins) {
        Admission admission = new Admission(5, 1_000, false);
        RetryPolicy retries = new RetryPolicy(2, Duration.ofSeconds(2), Duration.ofHours(1), () -> 0);
        HostCare hosts = new HostCare(backOff, () -> NOW);
        RobotsSettings settings = new RobotsSettings(AGENT, Duration.ofMinutes(1), Duration.ZERO, maxOrigins);
        RobotsCheck robots = new RobotsCheck(session -> new Robots(fetcher, settings, () -> NOW, session), admission);
        return new FetchStep(
                robots,
                fetcher,
                new Answers(retries, hosts, admission, new BodyBudget(1 << 20)),
                new TaskGate(() -> true));
    }

    /** Fetches as long as something may go, at most so often. */
    static List<Page> crawl(Job job, FetchStep step, int most) throws InterruptedException {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            Optional<Visit> next = job.next(() -> {});
            if (next.isEmpty()) {
                return pages;
            }
            if (step.fetch(next.get()) instanceof FetchedVisit fetched) {
                pages.add(fetched.page());
                fetched.release();
                fetched.visit().deliver(0);
            }
        }
        return pages;
    }

    final void queue(Job job, String... urls) {
        job.frontier().offer(Arrays.stream(urls).map(Request::seed).toList());
    }

    final Seed seed(String path) {
        return Seed.of(site.url(path));
    }

    final void status(String path, int status, String retryAfter) {
        site.handle(path, exchange -> {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            TestSite.answer(exchange, status, "text/html", "no");
        });
    }

    final List<String> paths() {
        return site.log().stream().map(TestSite.Hit::path).toList();
    }
}
