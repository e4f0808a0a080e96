package caravan.pipeline;

import static caravan.testkit.VersionedSite.every;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.testkit.VersionedSite.Tells;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one run leaves to the next. */
@Timeout(60)
class RememberingTest extends RecrawlRuns {
    private static final int THREADS = 8;
    private static final int PAGES = 3_000;

    @BeforeEach
    void fillSite() {
        site.tree(Tells.ETAG);
    }

    @Test
    void comesBackToWhatWasGivenUpBeforeAnybodyAskedForIt() throws InterruptedException {
        site.page("/lost", Tells.ETAG, "lost");
        Job first = runs.start(task("schedule: every 1d"));
        Request lost = Request.seed(site.url("/")).outlink(site.url("/lost"));
        first.frontier().offer(List.of(lost));
        assertThat(first.frontier().giveUpHost(lost.origin(), "unreachable")).isEqualTo(2);
        first.settle();
        assertThat(first.isRunning()).isFalse();
        assertThat(first.remembering().isWhole()).isTrue();
        runs.next(DAY);
        assertThat(site.answers()).contains("200 /lost");
    }

    @Test
    void doesNotRelyOnARunThatBeganWithoutASchedule() throws InterruptedException {
        Job first = runs.start(task(""));
        IntStream.range(0, 3).forEach(i -> step(first));
        runs.redefine(task("schedule: every 1d"));
        runs.finish(first);
        site.answers();
        runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(200));
        runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(304));
    }

    private void step(Job job) {
        try {
            runs.step(job);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bringsEveryPageOnceHoweverManyThreadsWork() throws InterruptedException {
        Job first = runs.start(task("schedule: every 1d\nper-host: " + THREADS));
        List<Request> pages = IntStream.range(0, PAGES)
                .mapToObj(
                        i -> new Request(site.url("/p" + i), Ask.GET, "", Map.of(), 1 + i % 5, 0, 0, 0, site.url("/")))
                .toList();
        first.frontier().offer(pages);
        assertThat(work(first)).hasSize(PAGES + 1).doesNotHaveDuplicates();
        for (int run = 2; run < 4; run++) {
            Job next = runs.begin(DAY);
            assertThat(next.frontierStats().queued()).as("the seed alone").isEqualTo(1);
            assertThat(work(next)).hasSize(PAGES + 1).doesNotHaveDuplicates();
            assertThat(next.remembering().isWhole()).isTrue();
        }
    }

    /** Has all pages read, and each be the same as ever. @return their URLs */
    private static Queue<String> work(Job job) throws InterruptedException {
        Queue<String> visited = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            IntStream.range(0, THREADS)
                    .forEach(i -> threads.execute(() -> {
                        while (job.isRunning()) {
                            Optional<Visit> visit = job.next(() -> {});
                            visit.ifPresentOrElse(
                                    each -> {
                                        visited.add(each.request().url());
                                        each.atAck(each.recollection()
                                                .look(page(each.request().url()))
                                                .note());
                                        each.deliver(0);
                                    },
                                    Thread::yield);
                        }
                    }));
            threads.shutdown();
            assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        return visited;
    }

    private static Page page(String url) {
        return new Page(url, 200, Map.of(), new byte[] {1}, true, 1, Instant.EPOCH, Duration.ZERO);
    }
}
