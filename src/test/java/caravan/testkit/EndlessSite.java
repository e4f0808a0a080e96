package caravan.testkit;

import static org.awaitility.Awaitility.await;

import caravan.testkit.TestSite.Hit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A site without an end: each of its pages links to two more, which are there once it was asked for. Thread-safe. */
public final class EndlessSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(20);

    private final TestSite site = TestSite.start();

    private EndlessSite() {
        add(0);
    }

    public static EndlessSite start() {
        return new EndlessSite();
    }

    private void add(long number) {
        String html = "<title>%1$d</title><a href='/%2$d'>%2$d</a><a href='/%3$d'>%3$d</a>"
                .formatted(number, 2 * number + 1, 2 * number + 2);
        site.handle(number == 0 ? "/" : "/" + number, exchange -> {
            add(2 * number + 1);
            add(2 * number + 2);
            TestSite.answer(exchange, 200, "text/html", html);
        });
    }

    public String url() {
        return site.url("/");
    }

    /** Every request so far, those for robots.txt among them. */
    public List<Hit> log() {
        return site.log();
    }

    /** Requests for pages so far, in order of arrival. */
    public List<Hit> pages() {
        return log().stream().filter(hit -> !hit.path().equals("/robots.txt")).toList();
    }

    /** How often its first page was asked for: once by each crawl that begins. */
    public long beginnings() {
        return pages().stream().filter(hit -> hit.path().equals("/")).count();
    }

    /** The id of the worker that made a request: nodes of a {@link Cluster} give it as the User-Agent's first word. */
    public static String workerOf(Hit hit) {
        return hit.userAgent().split("/", 2)[0];
    }

    /** Waits until that many more pages than now were asked for. */
    public void awaitMore(int pages) {
        int enough = pages().size() + pages;
        await().atMost(PATIENCE).pollInterval(TICK).until(() -> pages().size() >= enough);
    }

    /** Waits for a page that a worker other than this one asks for, and returns the first that came after then. */
    public Hit awaitPageByAnother(String worker, long afterNanos) {
        return await().atMost(PATIENCE)
                .pollInterval(TICK)
                .until(
                        () -> pages().stream()
                                .filter(hit -> hit.arrivalNanos() - afterNanos > 0)
                                .filter(hit -> !workerOf(hit).equals(worker))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        site.close();
    }
}
