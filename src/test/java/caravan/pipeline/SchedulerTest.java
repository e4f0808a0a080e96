package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.RateLimit;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SchedulerTest {
    private static final Duration NONE = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(15);

    private final HostGate gate = new HostGate(System::nanoTime);
    private Duration delay = Duration.ZERO;
    private int maxPages;
    private final Crawls crawls = new Crawls(
            CrawlHomes.inMemory(
                    task -> new MemoryFrontier(new Politeness(task.limits().perHost(), delay), gate, System::nanoTime)),
            new Outboxes(List.of(), 100),
            false);

    @Test
    void neverGivesOutMoreThanThereAreSlots() throws InterruptedException {
        Scheduler scheduler = scheduler(2);
        open("a", 5);
        Visit first = scheduler.next(LONG).orElseThrow();
        scheduler.next(LONG).orElseThrow();
        assertThat(scheduler.next(NONE)).isEmpty();
        first.offTheWire();
        assertThat(scheduler.next(LONG)).isPresent();
    }

    @Test
    void letsCrawlsTakeTurns() throws InterruptedException {
        Scheduler scheduler = scheduler(100);
        open("a", 4);
        open("b", 4);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            order.add(scheduler.next(LONG).orElseThrow().crawl().taskName());
        }
        assertThat(order).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
    }

    @Test
    void wakesForARequestThatIsOfferedWhileItWaits() throws Exception {
        Scheduler scheduler = scheduler(10);
        Job job = open("a", 1);
        scheduler.next(LONG).orElseThrow();
        CompletableFuture<Optional<Visit>> next = nextElsewhere(scheduler);
        job.frontier().offer(List.of(caravan.crawl.Request.seed("http://late.example/")));
        assertThat(next.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void wakesForAnEarlierNeedThanTheOneItWaitsFor() throws Exception {
        Scheduler scheduler = scheduler(10);
        Job job = open("a", 1);
        job.frontier().blockHost("http://a0.example", Duration.ofHours(1));
        CompletableFuture<Optional<Visit>> next = nextElsewhere(scheduler);
        job.frontier().offer(List.of(caravan.crawl.Request.seed("http://free.example/")));
        assertThat(next.get(10, TimeUnit.SECONDS).orElseThrow().request().url()).isEqualTo("http://free.example/");
    }

    @Test
    void wakesWhenAHostsDelayIsOver() throws InterruptedException {
        delay = Duration.ofMillis(50);
        Scheduler scheduler = scheduler(10);
        Job job = open("a", 1);
        job.frontier().offer(List.of(caravan.crawl.Request.seed("http://a0.example/2")));
        Visit first = scheduler.next(LONG).orElseThrow();
        first.started();
        first.done();
        assertThat(scheduler.next(LONG)).isPresent();
    }

    @Test
    void givesUpInTimeWhileAllPagesOfACrawlAreLentAndGoesOnWhenOneComesBack() throws Exception {
        maxPages = 1;
        Scheduler scheduler = scheduler(10);
        open("a", 3);
        Visit only = scheduler.next(LONG).orElseThrow();
        assertThat(scheduler.next(NONE)).isEmpty();
        CompletableFuture<Optional<Visit>> next = nextElsewhere(scheduler);
        only.done();
        assertThat(next.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void waitsForTheTurnOfATaskWithLimitsWhileOthersGo() throws InterruptedException {
        Scheduler scheduler = scheduler(100);
        openLimited(Duration.ofHours(1));
        open("b", 3);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            order.add(scheduler.next(LONG).orElseThrow().crawl().taskName());
        }
        assertThat(order).containsExactlyInAnyOrder("a", "b", "b", "b");
        assertThat(scheduler.next(NONE)).isEmpty();
    }

    @Test
    void wakesWhenTheTurnOfATaskWithLimitsHasCome() throws InterruptedException {
        Scheduler scheduler = scheduler(100);
        openLimited(Duration.ofMillis(50));
        assertThat(scheduler.next(LONG)).isPresent();
        assertThat(scheduler.next(LONG)).isPresent();
    }

    @Test
    void wakesWhenAVisitGivesItsTurnBackUnused() throws Exception {
        Scheduler scheduler = scheduler(100);
        openLimited(Duration.ofHours(1));
        Visit unused = scheduler.next(LONG).orElseThrow();
        assertThat(scheduler.next(NONE)).isEmpty();
        CompletableFuture<Optional<Visit>> next = nextElsewhere(scheduler);
        unused.done();
        assertThat(next.get(10, TimeUnit.SECONDS)).isPresent();
    }

    /** A crawl of two hosts that has one turn in that time. */
    private void openLimited(Duration per) {
        DraftTask draft = new DraftTask(Seed.of("http://x1.example/"), Seed.of("http://x2.example/"));
        draft.rates = List.of(new RateLimit(1, per, 1));
        crawls.open("id", draft.make());
    }

    @Test
    void givesOutNothingOfAClosedCrawl() throws InterruptedException {
        Scheduler scheduler = scheduler(10);
        open("a", 3);
        crawls.close("a");
        assertThat(scheduler.next(NONE)).isEmpty();
    }

    private Scheduler scheduler(int slots) {
        Scheduler scheduler = new Scheduler(slots, () -> true, System::nanoTime);
        crawls.onOpen(scheduler::add);
        return scheduler;
    }

    private Job open(String name, int hosts) {
        String seeds = IntStream.range(0, hosts)
                .mapToObj(i -> "\"http://" + name + i + ".example/\"")
                .collect(Collectors.joining(",", "[", "]"));
        Task task = Tasks.codec()
                .readJson("{\"name\":\"" + name + "\",\"seeds\":" + seeds + ",\"max-pages\":" + maxPages + "}", "test");
        return crawls.open("id-" + name, task);
    }

    private static CompletableFuture<Optional<Visit>> nextElsewhere(Scheduler scheduler) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return scheduler.next(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
