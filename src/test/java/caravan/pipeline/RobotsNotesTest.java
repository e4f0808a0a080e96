package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.frontier.CrawlHomes;
import caravan.frontier.rocksdb.RocksHomes;
import caravan.task.Fetching;
import caravan.task.RateLimit;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.testkit.TestProxy;
import caravan.testkit.TestSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What crawls that live on disk remember of robots.txt, and of their rate limits. */
@Timeout(60)
class RobotsNotesTest extends FetchFixture {
    private static final int PLENTY = 10_000;
    private static final int ENOUGH = 200;
    private static final String RULES = "User-agent: *\nDisallow: /secret\n";

    private final List<RocksHomes> processes = new ArrayList<>();

    @TempDir
    Path folder;

    private CrawlHomes onDisk() {
        RocksHomes homes = RocksHomes.below(folder, gate, new RocksHomes.Settings(32 << 20, Duration.ofSeconds(1)));
        processes.add(homes);
        return homes;
    }

    @AfterEach
    @Override
    void close() {
        super.close();
        processes.forEach(RocksHomes::close);
    }

    private DraftTask obeying(Seed... seeds) {
        DraftTask draft = new DraftTask(seeds);
        draft.robots = Task.RobotsPolicy.OBEY;
        return draft;
    }

    @Test
    void laterProcessAsksForNoRobotsTxtAgain() throws InterruptedException {
        site.page("/robots.txt", RULES).page("/1", "one").page("/2", "two");
        Task task = obeying(seed("/1"), seed("/secret"), seed("/2")).make();
        Crawls first = crawls(onDisk());
        assertThat(crawl(first.open("id", task), step(PLENTY), 2)).hasSize(1);
        first.suspend("a");
        Job again = crawls(onDisk()).open("id", task);
        assertThat(crawl(again, step(PLENTY), ENOUGH)).extracting(Page::url).containsExactly(site.url("/2"));
        assertThat(again.crawl().counters().snapshot().refusals()).containsEntry(Refusal.ROBOTS, 1L);
        assertThat(paths()).containsExactly("/robots.txt", "/1", "/2");
    }

    @Test
    void whatCameByAProxyServesNoOtherWay() throws Exception {
        site.page("/robots.txt", RULES).page("/1", "one").page("/secret", "two");
        DraftTask draft = obeying(seed("/1"), seed("/secret"));
        try (TestProxy proxy = TestProxy.http()) {
            proxy.refuse(404); // which is to say that everything is allowed
            draft.fetching = DraftTask.through(proxy.url());
            Crawls first = crawls(onDisk());
            crawl(first.open("id", draft.make()), step(PLENTY), 2);
            first.suspend("a");
            Crawls second = crawls(onDisk());
            crawl(second.open("id", draft.make()), step(PLENTY), 0);
            second.suspend("a");
        }
        draft.fetching = Fetching.PLAIN;
        Job straight = crawls(onDisk()).open("id", draft.make());
        assertThat(crawl(straight, step(PLENTY), ENOUGH)).isEmpty();
        assertThat(paths()).containsExactly("/robots.txt");
    }

    @Test
    void crawlOfMoreHostsThanAreRememberedComesToAnEnd() throws InterruptedException {
        List<TestSite> sites = Stream.generate(TestSite::start).limit(4).toList();
        sites.forEach(each -> each.page("/robots.txt", RULES).page("/1", "one").page("/2", "two"));
        Seed[] seeds = sites.stream()
                .flatMap(each -> Stream.of("/1", "/secret", "/2").map(path -> Seed.of(each.url(path))))
                .toArray(Seed[]::new);
        Job job = crawls(onDisk()).open("id", obeying(seeds).make());
        assertThat(crawl(job, step(1), ENOUGH)).hasSize(8);
        assertThat(job.isRunning()).isFalse();
        assertThat(sites).allSatisfy(each -> assertThat(each.log())
                .extracting(TestSite.Hit::path)
                .as("once, though not even one is remembered")
                .containsExactly("/robots.txt", "/1", "/2"));
        sites.forEach(TestSite::close);
    }

    @Test
    void pagesOfAHostWhoseRobotsTxtCannotBeHadAreListed() throws InterruptedException {
        status("/robots.txt", 404, null);
        Job job = crawls(onDisk())
                .open(
                        "id",
                        obeying(Seed.of("http://127.0.0.1:1/"), seed("/1"), seed("/2"))
                                .make());
        crawl(job, step(PLENTY), 5);
        assertThat(job.frontier().givenUp(9))
                .extracting(given -> given.request().url())
                .containsExactly("http://127.0.0.1:1/");
        assertThat(job.crawl().counters().snapshot().refusals()).containsEntry(Refusal.ROBOTS, 1L);
    }

    @Test
    void laterProcessHasNoMoreTurnsThanWereLeft() throws InterruptedException {
        DraftTask draft = new DraftTask(seed("/1"), seed("/2"), seed("/3"), seed("/4"));
        draft.rates = List.of(new RateLimit(3, Duration.ofHours(1), 3));
        Crawls first = crawls(onDisk());
        assertThat(crawl(first.open("id", draft.make()), step(PLENTY), 2)).hasSize(2);
        first.suspend("a");
        Crawls second = crawls(onDisk());
        assertThat(crawl(second.open("id", draft.make()), step(PLENTY), ENOUGH)).hasSize(1);
        second.suspend("a");
        draft.rates = List.of(new RateLimit(4, Duration.ofHours(1), 4));
        assertThat(crawl(crawls(onDisk()).open("id", draft.make()), step(PLENTY), ENOUGH))
                .as("another limit")
                .hasSize(1);
    }
}
