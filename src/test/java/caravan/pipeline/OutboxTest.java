package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Fetching;
import caravan.task.Outputs;
import caravan.task.Recrawl;
import caravan.task.Schedule;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.TaskLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutboxTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(15);

    private final HostGate hosts = new HostGate(System::nanoTime);
    private final Outboxes outboxes = new Outboxes(List.of("books", "pages"), 2);
    private final Crawls crawls = new Crawls(
            CrawlHomes.inMemory(
                    task -> new MemoryFrontier(new Politeness(100, Duration.ZERO), hosts, System::nanoTime)),
            outboxes,
            false);
    private final Scheduler scheduler = new Scheduler(100, () -> true, System::nanoTime);

    OutboxTest() {
        crawls.onOpen(scheduler::add);
    }

    @Test
    void holdsUpTheCrawlsOfAFullOneAndNoOthers() throws InterruptedException {
        crawls.open("1", task("a", "books"));
        next();
        next();
        assertThat(scheduler.next(SHORT)).isEmpty();
        crawls.open("2", task("b", "pages"));
        assertThat(next().crawl().taskName()).isEqualTo("b");
    }

    @Test
    void goesOnWhenAVisitEnds() throws InterruptedException {
        crawls.open("1", task("a", "books"));
        Visit first = next();
        next();
        assertThat(scheduler.next(SHORT)).isEmpty();
        Thread storing = new Thread(() -> first.deliver(0));
        storing.start();
        assertThat(next().request()).isNotEqualTo(first.request());
        storing.join();
    }

    @Test
    void takesAPlaceInEveryOneOrInNone() throws InterruptedException {
        crawls.open("1", task("a", "books"));
        next();
        next();
        crawls.open("2", task("b", "pages", "books"));
        assertThat(scheduler.next(SHORT)).isEmpty();
        assertThat(taken("pages")).isZero();
    }

    @Test
    void getsBackEveryPlace() throws InterruptedException {
        crawls.open("1", task("a", "books", "pages"));
        for (Optional<Visit> visit = scheduler.next(LONG); visit.isPresent(); visit = scheduler.next(SHORT)) {
            visit.get().deliver(2);
            visit.get().delivered();
            assertThat(taken("books")).isEqualTo(1);
            visit.get().delivered();
        }
        assertThat(outboxes.all()).extracting(Outbox::taken).containsOnly(0);
        assertThat(crawls.find("a").orElseThrow().isRunning()).isFalse();
    }

    @Test
    void refusesATaskWhoseSinkThereIsNot() {
        assertThatThrownBy(() -> crawls.open("1", task("a", "bokos")))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining("task 'a' sends to sink 'bokos', but there are only books, pages");
    }

    private Visit next() throws InterruptedException {
        return scheduler.next(LONG).orElseThrow();
    }

    private int taken(String sink) {
        return outboxes.all().stream()
                .filter(outbox -> outbox.sink().equals(sink))
                .mapToInt(Outbox::taken)
                .sum();
    }

    private static Task task(String name, String... sinks) {
        List<Seed> seeds = IntStream.range(0, 5)
                .mapToObj(i -> Seed.of("http://" + name + ".example/" + i))
                .toList();
        return new Task(
                name,
                name,
                seeds,
                new Scope(Scope.Kind.HOST, List.of(), List.of()),
                new TaskLimits(0, 0, Duration.ZERO, 100),
                Task.RobotsPolicy.IGNORE,
                Fetching.PLAIN,
                List.of(),
                new Outputs(List.of(sinks), List.of()),
                false,
                Schedule.ONCE,
                Recrawl.DEFAULT,
                false,
                "",
                List.of());
    }
}
