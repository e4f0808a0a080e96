package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.crawl.Refusal;
import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Task;
import caravan.task.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a changed definition does to a crawl that runs. */
@Timeout(20)
class CrawlsTest {
    private final HostGate gate = new HostGate(System::nanoTime);
    private final Crawls crawls = new Crawls(
            CrawlHomes.inMemory(task -> new MemoryFrontier(new Politeness(1, Duration.ZERO), gate, System::nanoTime)),
            new Outboxes(List.of(), 100),
            false);

    @Test
    void offersTheSeedsThatAreNewAndNoneASecondTime() {
        Job job = crawls.open("id", task("seeds: [http://a.example/]"));
        Visit visit = next(job).orElseThrow();
        crawls.redefine(task("seeds: [http://a.example/, http://b.example/, http://a.example/#again]"));
        visit.offTheWire();
        assertThat(urls(job)).containsExactly("http://b.example/");
        assertThat(job.crawl().counters().snapshot().refusals()).isEmpty();
        visit.deliver(0);
        assertThat(job.isRunning()).as("the new one is under way").isTrue();
    }

    @Test
    void goesByTheNewScopeAndKeepsWhatItLearnedOfTheOld() {
        Job job = crawls.open("id", task("seeds: [http://a.example/, http://gone.example/]"));
        job.scope().addSeed("http://www.a.example/home");
        crawls.redefine(task("seeds: [http://a.example/]\nexclude: [secret]\nrobots: ignore\ndepth: 3"));
        assertThat(job.scope().admits("http://a.example/x")).isTrue();
        assertThat(job.scope().admits("http://www.a.example/x")).as("learned").isTrue();
        assertThat(job.scope().admits("http://gone.example/x")).isFalse();
        assertThat(job.scope().admits("http://a.example/secret")).isFalse();
        assertThat(job.obeysRobots()).isFalse();
        assertThat(job.task().limits().depth()).isEqualTo(3);
    }

    @Test
    void raisesTheLimitOfPages() {
        Job job = crawls.open("id", task("seeds: [http://a.example/, http://b.example/]\nmax-pages: 1"));
        List<String> woken = new ArrayList<>();
        job.onReady(() -> woken.add("now"));
        Visit first = next(job).orElseThrow();
        assertThat(next(job)).isEmpty();
        crawls.redefine(task("seeds: [http://a.example/, http://b.example/]\nmax-pages: 2"));
        assertThat(woken).isNotEmpty();
        assertThat(next(job)).isPresent();
        first.deliver(0);
        assertThat(job.isRunning()).isTrue();
    }

    @Test
    void endsWhatHasAsManyPagesAsItMayHaveNow() {
        Job job = crawls.open("id", task("seeds: [http://a.example/, http://b.example/, http://c.example/]"));
        next(job).orElseThrow().deliver(0);
        crawls.redefine(task("seeds: [http://a.example/]\nmax-pages: 1"));
        assertThat(job.isRunning()).isFalse();
        assertThat(job.crawl().counters().snapshot().refusals()).containsEntry(Refusal.LIMIT, 2L);
    }

    @Test
    void changesNothingWhereASeedCannotBeFetched() {
        Job job = crawls.open("id", task("seeds: [http://a.example/]"));
        Task before = job.task();
        assertThatThrownBy(() -> crawls.redefine(task("seeds: ['http://a.example:99999/', http://b.example/]")))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining("a.example:99999");
        assertThat(job.task()).isSameAs(before);
        assertThat(urls(job)).containsExactly("http://a.example/");
    }

    @Test
    void tellsWhyADefinitionIsNotTakenUntilOneIs() {
        Job job = crawls.open("id", task("seeds: [http://a.example/]"));
        crawls.refuse("t", "task:1: unknown key");
        assertThat(job.problem()).isEqualTo("task:1: unknown key");
        assertThat(job.isRunning()).isTrue();
        crawls.redefine(task("seeds: [http://a.example/]"));
        assertThat(job.problem()).as("back as it was").isEmpty();
        crawls.refuse("t", "task:1: unknown key");
        crawls.redefine(task("seeds: [http://a.example/]\ndepth: 1"));
        assertThat(job.problem()).isEmpty();
    }

    @Test
    void leavesWhatHasEndedAsItIs() {
        Job job = crawls.open("id", task("seeds: [http://a.example/]"));
        next(job).orElseThrow().deliver(0);
        crawls.redefine(task("seeds: [http://a.example/, http://b.example/]"));
        assertThat(job.isRunning()).isFalse();
        assertThat(next(job)).isEmpty();
        assertThat(job.task().seeds()).hasSize(2);
        crawls.redefine(Tasks.codec().readYaml("name: nobody\nseeds: [http://a.example/]", "t"));
        assertThat(crawls.all()).containsExactly(job);
    }

    private static Optional<Visit> next(Job job) {
        return job.next(() -> {});
    }

    /** What is waiting still; it is leased by that. */
    private static List<String> urls(Job job) {
        List<String> urls = new ArrayList<>();
        for (Optional<Visit> visit = next(job); visit.isPresent(); visit = next(job)) {
            urls.add(visit.get().request().url());
        }
        return urls;
    }

    private static Task task(String more) {
        return Tasks.codec().readYaml("name: t\n" + more, "t");
    }
}
