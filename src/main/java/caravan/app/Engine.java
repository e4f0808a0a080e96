package caravan.app;

import caravan.fetch.Fetcher;
import caravan.fetch.OkHttpFetcher;
import caravan.fetch.Session;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsSettings;
import caravan.frontier.BackOff;
import caravan.parse.HtmlParser;
import caravan.parse.MediaTypeParser;
import caravan.parse.PageParser;
import caravan.parse.SitemapParser;
import caravan.pipeline.Admission;
import caravan.pipeline.Answers;
import caravan.pipeline.BodyBudget;
import caravan.pipeline.Crawls;
import caravan.pipeline.FetchStep;
import caravan.pipeline.HostCare;
import caravan.pipeline.Outboxes;
import caravan.pipeline.ParseStep;
import caravan.pipeline.RecordReading;
import caravan.pipeline.Recurrence;
import caravan.pipeline.RetryPolicy;
import caravan.pipeline.RobotsCheck;
import caravan.pipeline.RuleReading;
import caravan.pipeline.Scheduler;
import caravan.pipeline.StoreStep;
import caravan.pipeline.TaskGate;
import caravan.sink.Gathering;
import caravan.sink.JsonLinesSink;
import caravan.sink.SinkBodies;
import caravan.sink.SinkFailure;
import caravan.sink.SinkQueues;
import caravan.sink.SinkStates;
import caravan.sink.SinkTraffic;
import caravan.sink.kafka.RowKafkaClients;
import caravan.sink.sql.Databases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.camel.LoggingLevel;
import org.apache.camel.processor.aggregate.AggregateController;
import org.apache.camel.processor.aggregate.DefaultAggregateController;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** All that crawling takes, wired from the settings: made once a process, used by the routes through its beans. */
final class Engine implements AutoCloseable {
    /** Bodies above 256 KiB that may be downloaded side by side: with 5 MiB each they stay within a small heap. */
    private static final int LARGE_BODIES = 8;

    private static final int MAX_ORIGINS = 10_000;
    private static final Duration MAX_SINK_WAIT = Duration.ofMinutes(1);
    static final int MAX_SITEMAP_BYTES = 50 << 20;

    private final Map<String, Object> beans = new HashMap<>();
    private final Fetcher fetcher;
    private final Homes homes;
    private final Crawls crawls;
    private final SinkFailure sinkFailure = new SinkFailure();
    private final SinkStates sinkStates = new SinkStates();
    private final Databases databases;
    private final CamelLanguages languages = new CamelLanguages();

    /**
     * @param onDuty whether this process may crawl; asked for every page
     * @param homes  closed with it
     */
    Engine(Settings settings, JsonLinesSink sink, BooleanSupplier onDuty, Homes homes) {
        fetcher =
                new OkHttpFetcher(settings.fetch().userAgent(), settings.fetch().limits(), LARGE_BODIES);
        this.homes = homes;
        crawls = new Crawls(
                homes.crawlHomes(),
                new Outboxes(settings.sink().named(), settings.sink().window()),
                settings.fetch().allowPrivate());
        Scheduler scheduler = new Scheduler(settings.fetch().concurrency(), onDuty, System::nanoTime);
        crawls.onOpen(scheduler::add);
        beans.put("crawls", crawls);
        beans.put("recurrence", new Recurrence(crawls, onDuty, InstantSource.system()));
        beans.put("scheduler", scheduler);
        TaskGate gate = new TaskGate(onDuty);
        beans.put("taskGate", gate);
        addSinks(settings.sink());
        beans.put("jsonLines", sink);
        addSteps(settings, gate);
        databases = new Databases(settings.databases());
        databases.addTo(beans);
    }

    private void addSinks(Settings.Sink settings) {
        beans.put("storeStep", new StoreStep());
        AggregateController gathered = new DefaultAggregateController();
        SinkTraffic traffic = new SinkTraffic(settings.batchPause(), gathered::forceCompletionOfGroup);
        beans.put("gathered", gathered);
        beans.put("atOnce", new SynchronousExecutorService()); // a thread for each batch costs as much again
        beans.put("sinkTraffic", traffic);
        beans.put("gathering", new Gathering(settings.batchSize(), traffic));
        beans.put("sinkQueues", new SinkQueues(settings.queueOptions()));
        beans.put("sinkBodies", new SinkBodies());
        beans.put("sinkStates", sinkStates);
        beans.put("kafkaClients", new RowKafkaClients());
        beans.put("sinkFailure", sinkFailure);
        beans.put("sinkRedelivery", redelivery(settings));
    }

    private void addSteps(Settings settings, TaskGate gate) {
        Settings.Fetch fetch = settings.fetch();
        Settings.Retries retries = fetch.retries();
        RetryPolicy policy = new RetryPolicy(retries.count(), retries.firstWait(), retries.maxWait(), Engine::jitter);
        Rests rests = fetch.rests();
        BackOff backOff = new BackOff(rests.first(), rests.longest(), rests.most(), Engine::jitter);
        HostCare hosts = new HostCare(backOff, InstantSource.system());
        Admission admission = new Admission(
                fetch.maxRedirects(),
                settings.frontier().maxQueued(),
                settings.robots().sitemaps());
        Answers answers = new Answers(policy, hosts, admission, new BodyBudget(fetch.bodyMemory()));
        RobotsCheck robots = new RobotsCheck(session -> robots(settings, session), admission);
        beans.put("fetchStep", new FetchStep(robots, fetcher, answers, gate));
        beans.put(
                "parseStep",
                new ParseStep(
                        new RecordReading(parser(settings), admission),
                        new RuleReading(TryKit.extractor(settings, languages)::extract, admission)));
    }

    private static double jitter() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** How a sink that fails is tried again. A bean, because the routes' own text form takes no units. */
    private static RedeliveryPolicy redelivery(Settings.Sink sink) {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(sink.retries());
        policy.setRedeliveryDelay(sink.retryWait().toMillis());
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setMaximumRedeliveryDelay(MAX_SINK_WAIT.toMillis());
        policy.setRetryAttemptedLogLevel(LoggingLevel.WARN);
        policy.setLogRetryStackTrace(false);
        policy.setLogExhausted(false);
        return policy;
    }

    private Robots robots(Settings settings, Session session) {
        RobotsSettings robots = new RobotsSettings(
                settings.fetch().userAgent(),
                settings.robots().maxCrawlDelay(),
                settings.robots().retryWait(),
                MAX_ORIGINS);
        return new Robots(fetcher, robots, InstantSource.system(), session);
    }

    private static PageParser parser(Settings settings) {
        int maxOutlinks = settings.parse().maxOutlinks();
        return new MediaTypeParser(
                new HtmlParser(
                        productToken(settings.fetch().userAgent()),
                        maxOutlinks,
                        settings.parse().maxTags()),
                new SitemapParser(maxOutlinks, MAX_SITEMAP_BYTES));
    }

    /** The name that robots.txt and meta robots know us by: the User-Agent up to its first slash or space. */
    static String productToken(String userAgent) {
        return userAgent.split("[/\\s]", 2)[0];
    }

    Crawls crawls() {
        return crawls;
    }

    Map<String, Object> beans() {
        return Map.copyOf(beans);
    }

    /** Which sinks cannot be written at the moment. */
    SinkStates sinkStates() {
        return sinkStates;
    }

    /** Why crawls cannot write what they must not forget, by task; empty when all is well. */
    Map<String, String> storeTroubles() {
        return homes.troubles();
    }

    SinkFailure sinkFailure() {
        return sinkFailure;
    }

    /** Takes nothing more, and waits until what is in flight is stored; fetches that take too long are cut off. */
    void finishInFlight(CamelApp camel, Duration patience) throws InterruptedException {
        camel.stopTaking();
        if (!awaitQuiet(patience.dividedBy(2))) {
            fetcher.close(); // those on the wire end, and those that wait for their turn fail at once
            if (!storeTroubles().isEmpty()) {
                homes.stopWaiting();
            }
            awaitQuiet(patience.dividedBy(4));
        }
    }

    /** Waits until no crawl has anything in flight. @return false when that did not come within {@code patience} */
    private boolean awaitQuiet(Duration patience) throws InterruptedException {
        return Quiet.await(
                () -> crawls.all().stream().allMatch(job -> job.frontierStats().leased() == 0), patience);
    }

    @Override
    public void close() {
        homes.stopWaiting();
        crawls.all().forEach(job -> crawls.suspend(job.task().name()));
        fetcher.close();
        languages.close();
        databases.close();
        homes.close();
    }
}
