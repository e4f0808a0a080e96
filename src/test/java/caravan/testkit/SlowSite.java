package caravan.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A home page with links to many pages, each of which takes its time to answer. Thread-safe. */
public final class SlowSite implements AutoCloseable {
    private final TestSite site = TestSite.start();
    private final CountDownLatch hurry = new CountDownLatch(1);
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final int pages;

    private SlowSite(int pages) {
        this.pages = pages;
    }

    public static SlowSite start(int pages, Duration each) {
        SlowSite slow = new SlowSite(pages);
        String links = IntStream.range(0, pages)
                .mapToObj(i -> "<a href='/p%d'>%d</a>".formatted(i, i))
                .collect(Collectors.joining("\n"));
        slow.add("/", links, Duration.ZERO);
        IntStream.range(0, pages).forEach(i -> slow.add("/p" + i, "page " + i, each));
        return slow;
    }

    /** Has one more page hang until the site is closed. */
    public void hang(String path) {
        add(path, "at last", Duration.ofHours(1));
    }

    /** From now on pages take no time. */
    public void hurry() {
        hurry.countDown();
    }

    /** Paths of the pages whose answers have been sent whole. */
    public Set<String> answered() {
        return Set.copyOf(answered);
    }

    /** Requests for pages so far, in order of arrival. */
    public List<TestSite.Hit> pageLog() {
        return site.log().stream()
                .filter(hit -> !hit.path().equals("/robots.txt"))
                .toList();
    }

    /** All its pages, the home page among them. */
    public int size() {
        return pages + 1;
    }

    public String url() {
        return site.url("/");
    }

    private void add(String path, String html, Duration time) {
        site.handle(path, exchange -> {
            waitFor(time);
            TestSite.answer(exchange, 200, "text/html", html);
            answered.add(path);
        });
    }

    private void waitFor(Duration time) {
        try {
            hurry.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        hurry();
        site.close();
    }
}
