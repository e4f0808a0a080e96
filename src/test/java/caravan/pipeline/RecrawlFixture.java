package caravan.pipeline;

import caravan.crawl.CrawlStats;
import caravan.crawl.Item;
import caravan.crawl.PageRecord;
import caravan.extract.ExtractLimits;
import caravan.extract.Extractor;
import caravan.fetch.FetchLimits;
import caravan.fetch.OkHttpFetcher;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsSettings;
import caravan.frontier.BackOff;
import caravan.frontier.CrawlHomes;
import caravan.parse.HtmlParser;
import caravan.parse.MediaTypeParser;
import caravan.parse.SitemapParser;
import caravan.task.Task;
import caravan.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Crawls run after run, with all steps and a real fetcher, on the thread of the test; what is stored is kept here. */
final class RecrawlFixture implements AutoCloseable {
    private static final String AGENT = "TestBot/1.0 (+https://example.org/bot)";
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), 1 << 20, 16);

    private final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, LIMITS, 2);
    private final FetchStep fetch;
    private final ParseStep parse;
    private final StoreStep store = new StoreStep();
    private final List<String> stored = new ArrayList<>();
    private final List<String> archived = new ArrayList<>();
    private final CrawlHomes homes;
    private Crawls crawls;
    private Instant now = Instant.parse("2026-03-01T03:00:00Z");

    RecrawlFixture(CrawlHomes homes) {
        this.homes = homes;
        this.crawls = crawls();
        Admission admission = new Admission(5, 10_000, true);
        Answers answers = new Answers(
                new RetryPolicy(0, Duration.ZERO, Duration.ZERO, () -> 0),
                new HostCare(new BackOff(Duration.ZERO, Duration.ZERO, 0, () -> 0), InstantSource.system()),
                admission,
                new BodyBudget(1 << 20));
        RobotsCheck robots = new RobotsCheck(
                session -> new Robots(fetcher, RobotsSettings.of(AGENT), InstantSource.system(), session), admission);
        fetch = new FetchStep(robots, fetcher, answers, new TaskGate(() -> true));
        Extractor extractor = new Extractor(
                new ExtractLimits(1_000, 10_000, 100_000), "testbot", (language, expression, text, page, carry) -> "");
        parse = new ParseStep(
                new RecordReading(
                        new MediaTypeParser(
                                new HtmlParser("testbot", 1_000, 10_000), new SitemapParser(1_000, 1 << 20)),
                        admission),
                new RuleReading(extractor::extract, admission));
    }

    private Crawls crawls() {
        return new Crawls(homes, new Outboxes(List.of("pages", "more"), 100), false, () -> now);
    }

    static Task task(String yaml) {
        return Tasks.codec().readYaml("name: t\ndelay: 0\n" + yaml, "t");
    }

    /** A first run, to its end. */
    CrawlStats first(Task task) throws InterruptedException {
        return finish(crawls.open("id", task));
    }

    /** A first run, of which nothing is done yet. */
    Job start(Task task) {
        return crawls.open("id", task);
    }

    /** The next run, so much later, to its end. */
    CrawlStats next(Duration later) throws InterruptedException {
        return finish(begin(later));
    }

    /** The next run, of which nothing is done yet. */
    Job begin(Duration later) {
        now = now.plus(later);
        crawls.again(latest());
        return latest();
    }

    void redefine(Task task) {
        crawls.redefine(task);
    }

    Job latest() {
        return crawls.find("t").orElseThrow();
    }

    /** Ends this process in order, and goes on in another. */
    Job restart(Task task) {
        crawls.suspend("t");
        crawls = crawls();
        return crawls.open("id", task);
    }

    CrawlStats finish(Job job) throws InterruptedException {
        while (step(job)) {
            now = now.plusMillis(1);
        }
        if (job.isRunning()) {
            throw new AssertionError("nothing is ready, though it has not ended: " + job.frontierStats());
        }
        return job.crawl().counters().snapshot();
    }

    /** Fetches, reads and stores one page. @return false when there is none */
    boolean step(Job job) throws InterruptedException {
        Optional<List<Delivery>> read = read(job);
        read.ifPresent(this::store);
        return read.isPresent();
    }

    /** Fetches and reads one page. @return what is to be stored; empty when there is no page */
    Optional<List<Delivery>> read(Job job) throws InterruptedException {
        Optional<Visit> visit = job.next(() -> {});
        if (visit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(fetch.fetch(visit.get()) instanceof FetchedVisit fetched ? parse.parse(fetched) : List.of());
    }

    void store(List<Delivery> deliveries) {
        for (Delivery each : deliveries) {
            String path = each.visit().request().url().replaceFirst("https?://[^/]+", "");
            (each.archive() ? archived : stored).add(path + text(each.entries()));
        }
        store.acknowledge(deliveries);
    }

    private static String text(List<?> entries) {
        return entries.get(0) instanceof Item item
                ? " " + item.fields().get("title")
                        + (item.fields().containsKey("from")
                                ? " " + item.fields().get("from")
                                : "")
                : entries.get(0) instanceof PageRecord record && record.status() != 200 ? " " + record.status() : "";
    }

    /** Paths of records, or items, that were stored since the last call, in alphabetical order. */
    List<String> stored() {
        return taken(stored);
    }

    List<String> archived() {
        return taken(archived);
    }

    private static List<String> taken(List<String> list) {
        List<String> taken = list.stream().sorted().toList();
        list.clear();
        return taken;
    }

    @Override
    public void close() {
        crawls.all().forEach(job -> crawls.suspend(job.task().name()));
        fetcher.close();
    }
}
