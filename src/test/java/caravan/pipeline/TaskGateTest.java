package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TaskGateTest {
    private static final int MIB = 1 << 20;

    private final HostGate hosts = new HostGate(System::nanoTime);
    private final Crawls crawls = new Crawls(
            CrawlHomes.inMemory(task -> new MemoryFrontier(new Politeness(1, Duration.ZERO), hosts, System::nanoTime)),
            new Outboxes(List.of(), 100),
            false);
    private final TaskGate gate = new TaskGate(() -> true);

    @Test
    void countsWhatItDropsAndEndsItsLease() {
        Visit visit = visit();
        crawls.close("a");
        assertThat(gate.isClosed(visit)).isTrue();
        gate.drop(visit);
        assertThat(visit.crawl().counters().snapshot().refusals()).containsEntry(Refusal.CLOSED, 1L);
        assertThat(visit.job().frontierStats().leased()).isZero();
    }

    @Test
    void givesBackTheMemoryOfAPageThatIsDropped() throws InterruptedException {
        BodyBudget budget = new BodyBudget(MIB);
        gate.drop(fetched(budget));
        budget.take(MIB).run();
    }

    @Test
    void givesBackTheMemoryOfAPageWhoseStepThrew() throws InterruptedException {
        BodyBudget budget = new BodyBudget(MIB);
        FetchedVisit fetched = fetched(budget);
        gate.fail(fetched, new IllegalStateException("as a test has it"));
        budget.take(MIB).run();
        assertThat(fetched.visit().crawl().counters().snapshot().failures()).containsEntry("internal", 1L);
    }

    private FetchedVisit fetched(BodyBudget budget) throws InterruptedException {
        Page page = new Page("http://a.example/", 200, Map.of(), new byte[0], true, 0, Instant.EPOCH, Duration.ZERO);
        return new FetchedVisit(visit(), page, budget.take(MIB));
    }

    private Visit visit() {
        Job job =
                crawls.open("id", Tasks.codec().readJson("{\"name\":\"a\",\"seeds\":[\"http://a.example/\"]}", "test"));
        return job.next(() -> {}).orElseThrow();
    }
}
