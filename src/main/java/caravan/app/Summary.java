package caravan.app;

import caravan.crawl.CrawlStats;
import caravan.crawl.Refusal;
import caravan.frontier.FrontierStats;
import caravan.pipeline.Job;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a crawl came to, for a person to read. */
final class Summary {
    private final CrawlStats stats;
    private final FrontierStats frontier;
    private final String output;

    Summary(Job job, String output) {
        this.stats = job.crawl().counters().snapshot();
        this.frontier = job.frontierStats();
        this.output = output.equals("-") ? "standard output" : output;
    }

    /**
     * @param how in one word: done, interrupted
     */
    String text(String how) {
        StringBuilder text = new StringBuilder();
        line(text, how, "in " + Texts.clock(stats.elapsed()));
        line(text, "pages", "%,d%s".formatted(stats.responses(), byClass()));
        line(text, "records", "%,d in %s".formatted(stats.records(), output));
        lineIfAny(text, "incomplete", stats.incomplete() == 0 ? "" : "%,d items dropped".formatted(stats.incomplete()));
        lineIfAny(text, "unchanged", stats.unchanged() == 0 ? "" : "%,d pages".formatted(stats.unchanged()));
        line(text, "bytes", Texts.megabytes(stats.bytes()));
        line(text, "rate", "%,.1f pages/s".formatted(perSecond()));
        lineIfAny(text, "refused", counts(labelled(stats.refusals())));
        lineIfAny(text, "failed", counts(stats.failures()));
        lineIfAny(text, "retries", stats.retries() == 0 ? "" : "%,d".formatted(stats.retries()));
        lineIfAny(text, "given up", frontier.givenUp() == 0 ? "" : "%,d requests".formatted(frontier.givenUp()));
        lineIfAny(text, "left over", frontier.queued() == 0 ? "" : "%,d requests".formatted(frontier.queued()));
        stats.hostProblems().forEach((host, reason) -> line(text, "problem", host + ": " + reason));
        return text.toString().stripTrailing();
    }

    private double perSecond() {
        double seconds = stats.elapsed().toMillis() / 1000.0;
        return seconds == 0 ? 0 : stats.responses() / seconds;
    }

    private String byClass() {
        String classes = stats.pagesByClass().entrySet().stream()
                .map(entry -> "%dxx %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" · "));
        return classes.isEmpty() ? "" : "  (" + classes + ")";
    }

    private static Map<String, Long> labelled(Map<Refusal, Long> refusals) {
        return refusals.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().label(), Map.Entry::getValue, Long::sum, TreeMap::new));
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" · "));
    }

    private static void lineIfAny(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            line(text, label, value);
        }
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("%-12s%s%n".formatted(label, value));
    }
}
