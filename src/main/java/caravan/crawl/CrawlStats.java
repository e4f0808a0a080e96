package caravan.crawl;

import java.time.Duration;
import java.util.Map;

/**
 * A moment's picture of a crawl's counters.
 *
 * @param pagesByClass pages fetched by the first digit of their status: 2 for 2xx and so on; redirects are under 3
 * @param records      records that their sink has committed
 * @param incomplete   items dropped, as a value they require was missing
 * @param unchanged    pages that are as they were when they were fetched last; they are among the pages too
 * @param bytes        body bytes read, after decompression
 * @param refusals     URLs refused, by reason; reasons that did not occur are absent
 * @param failures     requests given up, by kind; likewise
 * @param retries      tries after the first
 * @param seedsFetched seeds, and what they redirected to, answered with a status under 400
 * @param hostProblems hosts of which nothing could be asked, or that are left alone or given up, and why; bounded
 * @param elapsed      since the crawl was opened; what an earlier process spent on it included
 */
public record CrawlStats(
        Map<Integer, Long> pagesByClass,
        long records,
        long incomplete,
        long unchanged,
        long bytes,
        Map<Refusal, Long> refusals,
        Map<String, Long> failures,
        long retries,
        long seedsFetched,
        Map<String, String> hostProblems,
        Duration elapsed) {

    /** Answers of any kind, redirects included. */
    public long responses() {
        return pagesByClass.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests given up without an answer. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
