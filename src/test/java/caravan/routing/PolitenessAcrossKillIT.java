package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.TestSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts are asked no more often because a crawl was killed, and are left alone for as long as they asked for. How long
 * that is are system properties, in seconds: {@code polite.delay}, {@code polite.rest}.
 */
@Timeout(600)
class PolitenessAcrossKillIT {
    /** More than a process takes to start. */
    private static final Duration DELAY = Duration.ofSeconds(Integer.getInteger("polite.delay", 3));

    private static final Duration REST = Duration.ofSeconds(Integer.getInteger("polite.rest", 10));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MANY = 2000;

    @TempDir
    Path folder;

    private final TestSite site = TestSite.start();
    private final TestSite resting = TestSite.start();
    private final TestSite down = TestSite.start();

    @AfterEach
    void closeSites() {
        List.of(site, resting, down).forEach(TestSite::close);
    }

    @Test
    void hostIsNotAskedSoonerThanItsDelayThoughTheCrawlIsKilledRightAfterARequest() {
        links(site);
        String delay = "--delay=" + DELAY.toSeconds() + "s";
        for (int requests : List.of(1, 2, 4)) { // for robots.txt, for a page, for a later one
            try (CaravanProcess crawl = crawl(delay, site)) {
                awaitRequests(site, requests, crawl);
                crawl.signal("KILL");
            }
        }
        try (CaravanProcess crawl = crawl(delay, site)) {
            awaitRequests(site, 7, crawl);
        }
        assertThat(paths(site)).contains("/robots.txt", "/");
        assertThat(gaps(site)).allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(DELAY));
    }

    @Test
    void hostThatAskedForARestHasItThoughTheCrawlIsKilledTwice() {
        List.of(site, resting, down).forEach(PolitenessAcrossKillIT::links);
        answerRest(resting, 429);
        answerRest(down, 503);
        try (CaravanProcess crawl = crawl("--delay=50ms", site, resting, down)) {
            awaitRequests(resting, 2, crawl);
            awaitRequests(down, 2, crawl);
            awaitRequests(site, site.log().size() + 3, crawl); // so that the answers have been taken
            crawl.signal("KILL");
        }
        try (CaravanProcess crawl = crawl("--delay=50ms", site, resting, down)) {
            awaitRequests(site, site.log().size() + 3, crawl);
            crawl.signal("KILL");
        }
        assertThat(List.of(resting.log().size(), down.log().size())).containsExactly(2, 2);
        try (CaravanProcess crawl = crawl("--delay=50ms", site, resting, down)) {
            awaitRequests(site, site.log().size() + 3, crawl);
            awaitRequests(resting, 3, crawl);
            awaitRequests(down, 3, crawl);
        }
        assertThat(List.of(gaps(resting).get(1), gaps(down).get(1)))
                .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(REST));
    }

    /** Robots.txt is answered, with nothing in it. */
    private static void links(TestSite site) {
        site.page("/robots.txt", "");
        site.page(
                "/",
                IntStream.range(0, MANY)
                        .mapToObj("<a href=/p%d>x</a>"::formatted)
                        .collect(Collectors.joining()));
    }

    private static void answerRest(TestSite site, int status) {
        site.handle("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(REST.toSeconds()));
            TestSite.answer(exchange, status, "text/html", "not now");
        });
    }

    private CaravanProcess crawl(String delay, TestSite... sites) {
        List<String> arguments = new ArrayList<>(List.of("crawl", "--resume=state", "--out=pages.jsonl", delay));
        if (!folder.resolve("state").toFile().exists()) {
            List.of(sites).forEach(each -> arguments.add(each.url("/")));
        }
        return CaravanProcess.start(folder, arguments.toArray(String[]::new));
    }

    private static void awaitRequests(TestSite site, int requests, CaravanProcess crawl) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
            assertThat(crawl.isAlive()).as(crawl.err()).isTrue();
            return site.log().size() >= requests;
        });
    }

    private static List<String> paths(TestSite site) {
        return site.log().stream().map(TestSite.Hit::path).toList();
    }

    private static List<Duration> gaps(TestSite site) {
        List<TestSite.Hit> log = site.log();
        return IntStream.range(1, log.size())
                .mapToObj(i -> Duration.ofNanos(
                        log.get(i).arrivalNanos() - log.get(i - 1).arrivalNanos()))
                .toList();
    }
}
