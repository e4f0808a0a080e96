package caravan.web;

import caravan.crawl.CrawlStats;
import caravan.frontier.FrontierStats;
import caravan.pipeline.Job;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a crawl is, as REST shows it.
 *
 * @param state          running, finished or closed
 * @param incomplete     items dropped, as a value they require was missing
 * @param unchanged      pages that are as they were when they were fetched last
 * @param responses      answers by status class, such as {@code 2xx}
 * @param refused        URLs refused, by reason
 * @param failed         requests that failed for good, by kind
 * @param givenUp        requests that were tried in vain, and are listed to be tried again
 * @param hostProblems   hosts that could not be asked, or are left alone or given up, and why
 * @param elapsedSeconds since it was opened
 * @param runs           of its resource on this worker, this one included; everything else is of this one
 * @param nextRun        when it is run again, ISO 8601 in UTC; empty while it runs, and where that is never
 * @param problem        why a later definition is not in force, or it is not run again; empty when there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrawlStatus(
        String state,
        long records,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long incomplete,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long unchanged,
        long queued,
        long inFlight,
        int hosts,
        long bytes,
        Map<String, Long> responses,
        Map<String, Long> refused,
        Map<String, Long> failed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long givenUp,
        Map<String, String> hostProblems,
        long elapsedSeconds,
        int runs,
        String nextRun,
        String problem) {

    public static CrawlStatus of(Job job) {
        CrawlStats stats = job.crawl().counters().snapshot();
        FrontierStats frontier = job.frontierStats();
        Map<String, Long> responses = new TreeMap<>();
        stats.pagesByClass().forEach((first, count) -> responses.put(first + "xx", count));
        Map<String, Long> refused = new TreeMap<>();
        stats.refusals().forEach((reason, count) -> refused.put(reason.label(), count));
        return new CrawlStatus(
                job.crawl().state().name().toLowerCase(Locale.ROOT),
                stats.records(),
                stats.incomplete(),
                stats.unchanged(),
                frontier.queued(),
                frontier.leased(),
                frontier.hosts(),
                stats.bytes(),
                responses,
                refused,
                stats.failures(),
                frontier.givenUp(),
                stats.hostProblems(),
                stats.elapsed().toSeconds(),
                job.crawl().run(),
                job.nextRun().map(Instant::toString).orElse(""),
                job.problem());
    }
}
