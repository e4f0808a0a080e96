package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Schedule;
import caravan.task.Schedule.Kind;
import caravan.task.Task;
import caravan.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class RecurrenceTest {
    private static final Schedule HOURLY = new Schedule(Kind.EVERY, "1h", "UTC");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private Instant now = START;
    private boolean onDuty = true;
    private final HostGate gate = new HostGate(System::nanoTime);
    private final Crawls crawls = new Crawls(
            CrawlHomes.inMemory(task -> new MemoryFrontier(new Politeness(1, Duration.ZERO), gate, System::nanoTime)),
            new Outboxes(List.of(), 100),
            false,
            () -> now);
    private final Scheduler scheduler = new Scheduler(10, () -> true, System::nanoTime);
    private final Recurrence recurrence = new Recurrence(crawls, () -> onDuty, () -> now);

    RecurrenceTest() {
        crawls.onOpen(scheduler::add);
    }

    /** By one o'clock on the 29th of March it is three in Berlin: there is no half past two that night. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EVERY | 6h           | UTC           | 03-01T10:00:00Z | 03-01T11:00:00Z | 03-01T16:00:00Z",
                "EVERY | 6h           | UTC           | 03-01T10:00:00Z | 03-01T16:00:01Z | 03-01T16:00:01Z",
                "EVERY | 1d           | UTC           | 03-01T10:00:00Z | 03-01T10:00:00Z | 03-02T10:00:00Z",
                "CRON  | 0 3 * * *    | UTC           | 03-01T03:00:00Z | 03-01T03:10:00Z | 03-02T03:00:00Z",
                "CRON  | 0 3 * * *    | UTC           | 03-01T03:00:00Z | 03-03T02:00:00Z | 03-03T03:00:00Z",
                "CRON  | 0 3 * * *    | Europe/Berlin | 03-01T10:00:00Z | 03-01T11:00:00Z | 03-02T02:00:00Z",
                "CRON  | */15 * * * * | UTC           | 03-01T10:00:00Z | 03-01T10:00:01Z | 03-01T10:15:00Z",
                "CRON  | 30 2 * * *   | Europe/Berlin | 03-28T10:00:00Z | 03-28T23:00:00Z | 03-30T00:30:00Z",
            })
    void tellsWhenTheNextRunIs(Kind kind, String expression, String zone, String start, String end, String next) {
        assertThat(Recurrence.next(new Schedule(kind, expression, zone), at(start), at(end)))
                .contains(at(next));
    }

    private static Instant at(String text) {
        return Instant.parse("2026-" + text);
    }

    @Test
    void runsOnceWhatHasNoSchedule() {
        assertThat(Recurrence.next(Schedule.ONCE, START, START)).isEmpty();
    }

    /** There is no 30th of February. */
    @Test
    void neverRunsAgainWhatIsNeverDue() {
        assertThat(Recurrence.next(new Schedule(Kind.CRON, "0 0 30 2 *", "UTC"), START, START))
                .isEmpty();
    }

    @Test
    void runsAgainWhenItIsDueAndCountsFromTheStartOfTheLastRun() throws InterruptedException {
        Job first = crawls.open("id", task(HOURLY));
        assertThat(first.nextRun()).as("while it runs").isEmpty();
        finish(Duration.ofMinutes(10));
        assertThat(first.nextRun()).contains(START.plus(Duration.ofHours(1)));
        recurAfter(Duration.ofMinutes(49));
        assertThat(latest()).isSameAs(first);

        recurAfter(Duration.ofMinutes(1));
        Job second = latest();
        assertThat(second.crawl().id()).isEqualTo("id");
        assertThat(second.crawl().run()).isEqualTo(2);
        assertThat(second.crawl().counters().snapshot().records()).isZero();
        assertThat(second.isRunning()).isTrue();
        finish(Duration.ofMinutes(61));
        recurAfter(Duration.ZERO);
        assertThat(latest().crawl().run()).as("at once, as it took longer").isEqualTo(3);
    }

    @Test
    void leavesAloneWhatStillRunsAndWhatWasClosed() throws InterruptedException {
        Job first = crawls.open("id", task(HOURLY));
        recurAfter(Duration.ofHours(2));
        assertThat(latest()).isSameAs(first);
        finish(Duration.ZERO);
        crawls.close("t");
        recurAfter(Duration.ofHours(2));
        assertThat(crawls.all()).isEmpty();
        crawls.again(first); // a look that was under way while it was closed
        assertThat(crawls.all()).isEmpty();
    }

    @Test
    void startsNothingWhileOffDuty() throws InterruptedException {
        crawls.open("id", task(HOURLY));
        finish(Duration.ZERO);
        onDuty = false;
        recurAfter(Duration.ofHours(2));
        assertThat(latest().crawl().run()).isEqualTo(1);
        onDuty = true;
        recurAfter(Duration.ZERO);
        assertThat(latest().crawl().run()).isEqualTo(2);
    }

    @Test
    void goesByTheScheduleOfTheDefinitionThatIsInForce() throws InterruptedException {
        crawls.open("id", task(Schedule.ONCE));
        finish(Duration.ZERO);
        recurAfter(Duration.ofHours(2));
        assertThat(latest().crawl().run()).isEqualTo(1);
        crawls.redefine(task(HOURLY));
        recurAfter(Duration.ZERO);
        assertThat(latest().crawl().run()).isEqualTo(2);
        finish(Duration.ZERO);
        crawls.redefine(task(Schedule.ONCE));
        assertThat(latest().nextRun()).isEmpty();
    }

    @Test
    void runsTheOthersThoughOneCannotBeRunAgain() throws InterruptedException {
        crawls.open("bad", named("bad", new Schedule(Kind.CRON, "never", "UTC")));
        finish(Duration.ZERO);
        crawls.open("id", task(HOURLY));
        finish(Duration.ZERO);
        recurAfter(Duration.ofHours(1));
        assertThat(latest().crawl().run()).isEqualTo(2);
        assertThat(crawls.find("bad").orElseThrow().problem()).startsWith("not run again: ");
    }

    private void recurAfter(Duration time) {
        now = now.plus(time);
        recurrence.recur();
    }

    /** Stores the page of the crawl that runs, so that nothing is left. */
    private void finish(Duration after) throws InterruptedException {
        Visit visit = scheduler.next(Duration.ofSeconds(15)).orElseThrow();
        now = now.plus(after);
        visit.deliver(0);
    }

    private Job latest() {
        return Optional.of(crawls.find("t")).flatMap(job -> job).orElseThrow();
    }

    private static Task task(Schedule schedule) {
        return named("t", schedule);
    }

    private static Task named(String name, Schedule schedule) {
        Task plain = Tasks.codec().readJson("{\"name\":\"" + name + "\",\"seeds\":[\"http://h.example/\"]}", "t");
        return Tasks.scheduled(plain, schedule);
    }
}
