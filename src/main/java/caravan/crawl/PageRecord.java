package caravan.crawl;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What is written down about one page. The component names are the JSON keys, in this order: a published format, to
 * which keys may be added but never renamed.
 *
 * @param task        name of the crawl job
 * @param url         the page's own URL, after redirects
 * @param status      HTTP status code
 * @param title       empty where the page has none, or was not parsed
 * @param description meta description; likewise
 * @param lang        BCP 47 tag; likewise
 * @param depth       links from a seed
 * @param referrer    the page it was found on; empty for a seed
 * @param contentType the Content-Type header as sent
 * @param bytes       size of the body after decompression
 * @param outlinks    distinct links found on it, in scope or not
 * @param noindex     true when the page asks not to be indexed; left out otherwise
 * @param fetchedAt   when it was asked for, ISO 8601 in UTC
 * @param durationMs  milliseconds from then until its last byte
 */
public record PageRecord(
        String task,
        String url,
        int status,
        String title,
        String description,
        String lang,
        int depth,
        String referrer,
        String contentType,
        long bytes,
        int outlinks,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean noindex,
        Instant fetchedAt,
        long durationMs) {}
