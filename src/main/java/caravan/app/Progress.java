package caravan.app;

import caravan.crawl.CrawlStats;
import caravan.frontier.FrontierStats;
import caravan.pipeline.Job;
import java.time.Duration;

/** Tells how far a crawl is: one line refreshed on a terminal, a plain line now and then elsewhere. For one thread. */
final class Progress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final Job job;
    private final Console console;
    private long lastNanos = System.nanoTime();
    private long lastPages;

    Progress(Job job, Console console) {
        this.job = job;
        this.console = console;
    }

    void tick() {
        Duration every = console.isTerminalAndTalkative() ? ON_TERMINAL : ELSEWHERE;
        long now = System.nanoTime();
        if (now - lastNanos < every.toNanos()) {
            return;
        }
        CrawlStats stats = job.crawl().counters().snapshot();
        String line = line(stats, job.frontierStats(), (stats.responses() - lastPages) * 1e9 / (now - lastNanos));
        lastNanos = now;
        lastPages = stats.responses();
        if (console.isTerminalAndTalkative()) {
            console.refresh(line);
        } else {
            console.say(line);
        }
    }

    void clear() {
        if (console.isTerminalAndTalkative()) {
            console.refresh("");
        }
    }

    private static String line(CrawlStats stats, FrontierStats frontier, double perSecond) {
        return "%,d pages  %,.1f/s  %d in flight  %,d queued  %,d hosts  %,d errors  %s  %s"
                .formatted(
                        stats.responses(),
                        perSecond,
                        frontier.leased(),
                        frontier.queued(),
                        frontier.hosts(),
                        stats.failed(),
                        Texts.megabytes(stats.bytes()),
                        Texts.clock(stats.elapsed()));
    }
}
