package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.frontier.Frontier;
import caravan.recrawl.Manner;
import caravan.recrawl.PageMemory;
import caravan.recrawl.Returning;
import caravan.task.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What one crawl remembers of its pages, and whether the next run may rely on that. Thread-safe. */
final class Remembering {
    private static final int MOST_GIVEN_UP = 10_000;

    private final Crawl crawl;
    private final PageMemory memory;
    private final Returning returning;
    private final boolean hadEnded;
    private volatile boolean gapless;
    private volatile boolean endsWhole = true;

    /** @param earlier how far an earlier process came with this run */
    Remembering(Crawl crawl, Job.Means means, Optional<Progress> earlier) {
        this.crawl = crawl;
        this.memory = new PageMemory(
                means.home().notes(), new PageMemory.Run(crawl.startedAt(), means.trusted()), means.clock());
        this.hadEnded = crawl.state() != Crawl.State.RUNNING;
        this.returning = new Returning(memory, crawl.run() > 1);
        this.gapless = earlier.map(Progress::whole).orElse(true);
    }

    /** Goes by this definition from now on. */
    void follow(Terms terms) {
        Schedule schedule = terms.task().schedule();
        Duration between = terms.task().recrawl().adapts() ? between(schedule) : Duration.ZERO;
        memory.follow(Manner.of(terms.task(), between));
        gapless &= memory.isOn();
    }

    private Duration between(Schedule schedule) {
        Instant from = crawl.startedAt();
        return Recurrence.next(schedule, from, from)
                .map(next -> Duration.between(from, next))
                .orElse(Duration.ZERO);
    }

    PageMemory memory() {
        return memory;
    }

    /** Offers pages from before that no link has led to. @return false when nothing is left to do at all */
    synchronized boolean bringMore(Frontier frontier, Terms terms) {
        if (!frontier.stats().drained()) {
            return true;
        }
        if (memory.isOn() && returning.bring(terms.task(), terms.scope(), frontier::offer)) {
            return true;
        }
        rememberGivenUp(frontier);
        return false;
    }

    /** Nobody may have come to ask for them, while the pages that lead there are known by now. */
    private void rememberGivenUp(Frontier frontier) {
        long all = frontier.stats().givenUp();
        if (memory.isOn() && all > 0) {
            frontier.givenUp(MOST_GIVEN_UP).forEach(given -> memory.recall(given.request()));
        }
        endsWhole = all <= MOST_GIVEN_UP;
    }

    /**
     * Whether every page it was led to is remembered, and, when it has ended, every link was followed as far as the
     * task has it: then a page that has not changed has no links that the next run does not know.
     */
    boolean isWhole() {
        boolean running = crawl.state() == Crawl.State.RUNNING;
        boolean toTheEnd = hadEnded || returning.isDone();
        boolean allLinks = !crawl.counters().snapshot().refusals().containsKey(Refusal.LIMIT);
        return gapless && allLinks && endsWhole && (running || toTheEnd);
    }
}
