package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import caravan.fetch.robots.RobotsSettings;
import caravan.frontier.GivenUp;
import caravan.task.Seed;
import caravan.testkit.Ports;
import caravan.testkit.RawServer;
import caravan.testkit.TestProxy;
import caravan.testkit.TestSite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that ask to be left alone, and hosts that are not there. */
@Timeout(60)
class HostCareTest extends FetchFixture {
    private static final int ENOUGH = 100;

    private final FetchStep step = step(RobotsSettings.of(AGENT).maxOrigins());

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "429 | 7                             | PT7S",
                "503 | 7200                          | PT2H",
                "429 | Thu, 01 Jan 2026 00:10:00 GMT | PT10M",
                "429 | Thu Jan  1 00:10:00 2026      | PT10M",
                "503 | soon                          | PT1M",
                "429 | -5                            | PT1M",
                "429 | -                             | PT1M",
                "429 | 864000                        | PT24H",
                "429 | Sun, 11 Jan 2026 00:00:00 GMT | PT24H",
            })
    void leavesAHostAloneAsLongAsItAsksFor(int status, String retryAfter, Duration expected)
            throws InterruptedException {
        status("/", status, retryAfter);
        site.page("/next", "next");
        Job job = open(seed("/"), seed("/next"));
        assertThat(crawl(job, step, ENOUGH)).isEmpty();
        assertThat(site.log()).hasSize(1);
        assertThat(job.nextReady()).contains(expected);
        clock.advance(expected);
        assertThat(crawl(job, step, 1)).extracting(Page::url).containsExactly(site.url("/next"));
    }

    @Test
    void otherFaultsOfAHostAreNoReasonToLeaveItAlone() throws InterruptedException {
        status("/", 500, "3600");
        site.page("/next", "next");
        Job job = open(seed("/"), seed("/next"));
        assertThat(crawl(job, step, ENOUGH)).hasSize(1);
        assertThat(job.nextReady()).as("its own retry").contains(Duration.ofSeconds(2));
    }

    @Test
    void namesAHostThatIsLeftAloneUntilItIsWell() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        site.handle("/", exchange -> TestSite.answer(exchange, tries.incrementAndGet() == 1 ? 503 : 200, "a/b", ""));
        Job job = open(seed("/"));
        crawl(job, step, ENOUGH);
        assertThat(problems(job)).containsExactly(Map.entry(site.origin(), "answered 503, left alone for 1m"));
        clock.advance(Duration.ofMinutes(1));
        crawl(job, step, ENOUGH);
        assertThat(problems(job)).isEmpty();
        assertThat(job.isRunning()).isFalse();
    }

    private static Map<String, String> problems(Job job) {
        return job.crawl().counters().snapshot().hostProblems();
    }

    @Test
    void deadHostIsGivenUpWhileAnotherGoesOnAtFullSpeed() throws InterruptedException {
        String dead = "http://127.0.0.1:" + Ports.free();
        Job job = open(Seed.of(dead + "/"));
        for (int i = 0; i < 20; i++) {
            queue(job, dead + "/" + i, site.url("/" + i));
            site.page("/" + i, "page");
        }
        assertThat(crawl(job, step, ENOUGH)).as("the other, without any wait").hasSize(20);
        assertThat(job.frontierStats().queued()).isEqualTo(21);
        assertThat(job.nextReady()).as("three have failed").contains(Duration.ofMinutes(1));
        Duration waited = Duration.ZERO;
        while (job.isRunning()) {
            Duration wait = job.nextReady().orElseThrow();
            waited = waited.plus(wait);
            clock.advance(wait);
            crawl(job, step, ENOUGH);
        }
        assertThat(waited).isEqualTo(Duration.ofMinutes(31));
        assertThat(job.frontierStats().givenUp()).isEqualTo(21);
        assertThat(problems(job)).containsOnlyKeys(dead);
        assertThat(problems(job).get(dead)).startsWith("given up: ");
    }

    @Test
    void resetsWithAnswersInBetweenPutNoHostToRest() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (RawServer flaky = RawServer.answering(connection -> {
            if (List.of(1, 2, 4, 5).contains(tries.incrementAndGet())) {
                connection.send("");
            } else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            }
        })) {
            Job job = open(Seed.of(flaky.url("/")));
            queue(job, flaky.url("/1"), flaky.url("/2"), flaky.url("/3"), flaky.url("/4"));
            while (job.isRunning()) {
                crawl(job, step, ENOUGH);
                job.nextReady().ifPresent(wait -> {
                    assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(4));
                    clock.advance(wait);
                });
            }
            assertThat(tries).hasValue(9);
            assertThat(job.crawl().counters().snapshot().failures()).isEmpty();
        }
    }

    @Test
    void proxyThatIsDownIsNotTheHostsFault() throws Exception {
        DraftTask draft = new DraftTask(seed("/"), seed("/2"), seed("/3"), seed("/4"));
        try (TestProxy proxy = TestProxy.http()) {
            proxy.refuse(502);
            draft.fetching = DraftTask.through(proxy.url());
            Job job = crawls(inMemory()).open("id", draft.make());
            crawl(job, step, ENOUGH);
            assertThat(job.nextReady()).as("their own retries").contains(Duration.ofSeconds(2));
        }
    }

    @Test
    void whatFailsForGoodIsListedWithItsLastError() throws InterruptedException {
        String dead = "http://127.0.0.1:" + Ports.free();
        status("/broken", 500, null);
        status("/gone", 404, null);
        Job job = open(Seed.of(dead + "/"), seed("/broken"), seed("/gone"), Seed.of("http://later.example/"));
        job.frontier().blockHost("http://later.example", Duration.ofDays(1));
        List<Page> pages = crawl(job, step, ENOUGH);
        while (job.frontierStats().queued() > 1) {
            clock.advance(job.nextReady().orElseThrow());
            pages.addAll(crawl(job, step, ENOUGH));
        }
        assertThat(pages).extracting(Page::status).as("recorded, too").containsExactly(404, 500);
        assertThat(job.crawl().counters().snapshot().failures()).containsExactly(Map.entry("connection", 1L));
        assertThat(job.frontierStats().givenUp()).isEqualTo(2);
        assertThat(job.frontier().givenUp(9))
                .extracting(given -> given.request().url())
                .containsExactlyInAnyOrder(dead + "/", site.url("/broken"));
        assertThat(job.frontier().givenUp(9))
                .extracting(GivenUp::reason)
                .anySatisfy(reason -> assertThat(reason).isEqualTo("answered 500"))
                .anySatisfy(reason -> assertThat(reason).startsWith("Failed to connect"));
    }

    @Test
    void listedRequestsAreTriedAgain() throws InterruptedException {
        status("/", 503, "0");
        DraftTask draft = new DraftTask(seed("/"), Seed.of("http://later.example/"));
        draft.fetching = DraftTask.retrying(0);
        Job job = crawls(inMemory()).open("id", draft.make());
        job.frontier().blockHost("http://later.example", Duration.ofDays(1));
        crawl(job, step, 1);
        assertThat(job.frontier().givenUp(9))
                .extracting(given -> given.request().url() + " " + given.reason())
                .containsExactly(site.url("/") + " answered 503");
        site.page("/", "well again");
        assertThat(job.frontier().retryGivenUp()).isEqualTo(1);
        assertThat(crawl(job, step, 1)).extracting(Page::status).containsExactly(200);
    }
}
