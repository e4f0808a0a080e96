package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.fetch.FetchLimits;
import caravan.fetch.OkHttpFetcher;
import caravan.fetch.Session;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsSettings;
import caravan.frontier.BackOff;
import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Fetching;
import caravan.task.Outputs;
import caravan.task.RateLimit;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Seed;
import caravan.task.Task.RobotsPolicy;
import caravan.testkit.TestProxy;
import caravan.testkit.TestSite;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a lease to a page, with a real fetcher: what of a task decides how its requests go out. */
@Timeout(30)
class FetchStepTest {
    private static final String AGENT = "TestBot/1.0 (+https://example.org/bot)";
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 16);
    private static final RateLimit TWO_AN_HOUR = new RateLimit(2, Duration.ofHours(1), 2);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final TestSite site = TestSite.start().handle("/", this::hello);
    private final OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, LIMITS, 2);
    private final HostGate gate = new HostGate(System::nanoTime);
    private final Crawls crawls = new Crawls(
            CrawlHomes.inMemory(task ->
                    new MemoryFrontier(new Politeness(1, Duration.ZERO), gate, System::nanoTime, task.reload())),
            new Outboxes(List.of("pages"), 100),
            false);
    private final FetchStep step = step();

    private FetchStep step() {
        Admission admission = new Admission(5, 1_000, false);
        RetryPolicy retries = new RetryPolicy(2, Duration.ZERO, Duration.ZERO, () -> 0);
        HostCare hosts = new HostCare(new BackOff(Duration.ZERO, Duration.ZERO, 0, () -> 0), InstantSource.system());
        Answers answers = new Answers(retries, hosts, admission, new BodyBudget(1 << 20));
        RobotsCheck robots = new RobotsCheck(
                session -> new Robots(fetcher, RobotsSettings.of(AGENT), InstantSource.system(), session), admission);
        return new FetchStep(robots, fetcher, answers, new TaskGate(() -> true));
    }

    @AfterEach
    void close() {
        crawls.all().forEach(job -> crawls.close(job.task().name()));
        fetcher.close();
        site.close();
    }

    private void hello(HttpExchange exchange) throws IOException {
        note(exchange);
        TestSite.answer(exchange, 200, "text/html", "hello");
    }

    private void note(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String own =
                exchange.getRequestHeaders().getOrDefault("X-Own", List.of("")).get(0);
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " " + own).strip());
    }

    private void redirect(String path, int status, String location) {
        site.handle(path, exchange -> {
            note(exchange);
            exchange.getResponseHeaders().set("Location", location);
            TestSite.answer(exchange, status, "text/html", "");
        });
    }

    private Seed seed(String path) {
        return Seed.of(site.url(path));
    }

    private Seed post(String path) {
        return new Seed(site.url(path), "", 0, Map.of(), "POST", "q=x", Map.of("X-Own", "mine"));
    }

    private Job open(DraftTask draft) {
        return crawls.open("id", draft.make());
    }

    /** Fetches as long as something may go. */
    private List<Page> crawl(Job job) throws InterruptedException {
        List<Page> pages = new ArrayList<>();
        for (Optional<Visit> next = job.next(() -> {}); next.isPresent(); next = job.next(() -> {})) {
            if (step.fetch(next.get()) instanceof FetchedVisit fetched) {
                pages.add(fetched.page());
                fetched.release();
                fetched.visit().deliver(0);
            }
        }
        return pages;
    }

    @Test
    void redirectWith307KeepsThePost() throws InterruptedException {
        redirect("/form", 307, "/");
        assertThat(crawl(open(new DraftTask(post("/form"))))).hasSize(1);
        assertThat(asked).containsExactly("POST /form q=x mine", "POST / q=x mine");
    }

    @Test
    void redirectWith303AsksForTheAnswer() throws InterruptedException {
        redirect("/form", 303, "/");
        assertThat(crawl(open(new DraftTask(post("/form"))))).hasSize(1);
        assertThat(asked).containsExactly("POST /form q=x mine", "GET /  mine");
    }

    @Test
    void headersOfARequestStayBehindWhereTheOriginChanges() throws InterruptedException {
        redirect("/form", 308, site.url("/").replace("127.0.0.1", "localhost"));
        DraftTask draft = new DraftTask(post("/form"), Seed.of("http://localhost:1/"));
        crawl(open(draft));
        assertThat(asked).containsExactly("POST /form q=x mine", "POST / q=x");
    }

    @Test
    void redirectToItselfIsFollowedWhereCookiesAreKept() throws InterruptedException {
        site.handle("/", exchange -> {
            note(exchange);
            boolean known = exchange.getRequestHeaders().containsKey("Cookie");
            exchange.getResponseHeaders().set("Set-Cookie", "seen=1");
            exchange.getResponseHeaders().set("Location", "/");
            TestSite.answer(exchange, known ? 200 : 302, "text/html", "");
        });
        DraftTask draft = new DraftTask(seed("/"));
        assertThat(crawl(open(draft))).isEmpty();
        draft.fetching = new Fetching(List.of(), Map.of(), Map.of(), true, List.of(), -1);
        assertThat(crawl(open(draft))).hasSize(1);
        assertThat(asked).hasSize(3);
    }

    @Test
    void redirectToItselfThatNeverEndsIsGivenUp() throws InterruptedException {
        redirect("/", 302, "/");
        DraftTask draft = new DraftTask(seed("/"));
        draft.fetching = new Fetching(List.of(), Map.of(), Map.of(), true, List.of(), -1);
        Job job = open(draft);
        assertThat(crawl(job)).isEmpty();
        assertThat(asked).as("the first and five redirects").hasSize(6);
        assertThat(job.crawl().counters().snapshot().refusals()).containsEntry(Refusal.URL, 1L);
        assertThat(job.isRunning()).isFalse();
    }

    @Test
    void taskDecidesHowOftenItTriesAgain() throws InterruptedException {
        site.handle("/", exchange -> {
            note(exchange);
            TestSite.answer(exchange, 500, "text/html", "no");
        });
        DraftTask draft = new DraftTask(seed("/"));
        draft.fetching = DraftTask.retrying(0);
        assertThat(crawl(open(draft))).extracting(Page::status).containsExactly(500);
        assertThat(asked).hasSize(1);
        draft.fetching = Fetching.PLAIN;
        assertThat(crawl(open(draft))).hasSize(1);
        assertThat(asked).as("and three more, as the operator has it").hasSize(4);
    }

    @Test
    void rulesReadDataAndAnArchiveEverything() throws InterruptedException {
        site.handle("/data", exchange -> TestSite.answer(exchange, 200, "application/json", "{}"));
        site.handle("/image", exchange -> TestSite.answer(exchange, 200, "image/png", "png"));
        DraftTask draft = new DraftTask(seed("/data"), seed("/image"));
        assertThat(crawl(open(draft))).extracting(Page::bodyRead).containsExactly(false, false);
        draft.rules = List.of(new Rule("r", PageType.AUTO, List.of(), List.of()));
        assertThat(crawl(open(draft))).extracting(Page::bodyRead).containsExactly(true, false);
        draft.outputs = new Outputs(List.of(), List.of("pages"));
        assertThat(crawl(open(draft))).extracting(Page::bodyRead).containsExactly(true, true);
    }

    @Test
    void whatAProxySaysOfRobotsTxtHoldsForItsCrawlAlone() throws Exception {
        site.page("/robots.txt", "User-agent: *\nAllow: /\n");
        try (TestProxy proxy = TestProxy.http()) {
            proxy.refuse(404);
            DraftTask draft = new DraftTask(seed("/"));
            draft.robots = RobotsPolicy.OBEY;
            draft.fetching = DraftTask.through(proxy.url());
            assertThat(crawl(open(draft))).extracting(Page::status).containsExactly(404);
            assertThat(proxy.targets()).as("robots.txt and the page").hasSize(2);
            draft.fetching = Fetching.PLAIN;
            crawl(open(draft));
            assertThat(site.log()).extracting(TestSite.Hit::path).containsExactly("/robots.txt", "/");
        }
    }

    @Test
    void robotsTxtTakesATurnAndAPageThatItForbidsNone() throws InterruptedException {
        site.page("/robots.txt", "User-agent: *\nDisallow: /secret\n");
        DraftTask draft = new DraftTask(seed("/secret1"), seed("/secret2"), seed("/"), seed("/next"));
        draft.robots = RobotsPolicy.OBEY;
        draft.rates = List.of(TWO_AN_HOUR);
        Job job = open(draft);
        assertThat(crawl(job)).hasSize(1);
        assertThat(site.log()).extracting(TestSite.Hit::path).containsExactly("/robots.txt", "/");
        assertThat(job.nextReady())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(30)));
    }

    @Test
    void triesAfterTheFirstTakeTurnsToo() throws InterruptedException {
        site.handle("/", exchange -> TestSite.answer(exchange, 503, "text/html", "no"));
        DraftTask draft = new DraftTask(seed("/"));
        draft.rates = List.of(TWO_AN_HOUR);
        assertThat(crawl(open(draft))).isEmpty();
        assertThat(site.log()).hasSize(2);
    }

    @Test
    void changedTaskHoldsFromTheNextRequestOn() throws InterruptedException {
        DraftTask draft = new DraftTask(seed("/"));
        draft.rates = List.of(TWO_AN_HOUR);
        Job job = open(draft);
        Visit first = job.next(() -> {}).orElseThrow();
        job.frontier().offer(List.of(Request.seed(site.url("/2")), Request.seed(site.url("/3"))));
        draft.fetching = new Fetching(List.of("Other/1"), Map.of(), Map.of(), false, List.of(), -1);
        draft.rates = List.of();
        job.redefine(draft.make(), List.of());
        step.fetch(first);
        crawl(job);
        assertThat(site.log()).extracting(TestSite.Hit::userAgent).containsOnly("Other/1");
        assertThat(site.log()).hasSize(3);
    }

    @Test
    void changeThatIsRefusedChangesNothing() {
        Job job = open(new DraftTask(Seed.of("http://a.example/")));
        DraftTask draft = new DraftTask(Seed.of("http://a.example/"));
        draft.rates = List.of(new RateLimit(1, Duration.ofHours(1), 1));
        draft.fetching = DraftTask.through("http://10.0.0.1:80");
        draft.privateAllowed = false;
        assertThatThrownBy(() -> job.redefine(draft.make(), List.of())).isInstanceOf(CaravanException.class);
        job.next(() -> {}).orElseThrow();
        assertThat(job.session().forRobots()).isSameAs(Session.OPERATOR);
    }
}
