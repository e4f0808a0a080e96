package caravan.crawl;

import java.util.Locale;

/** Why a URL was not fetched, or its page not parsed. Every refusal is counted under one of these. */
public enum Refusal {
    /** robots.txt disallows it, or robots.txt could not be had (RFC 9309 § 2.3.1.4: then everything is disallowed). */
    ROBOTS,
    /** Further from the seeds than the task's depth. */
    DEPTH,
    /** Outside the task's scope, or shut out by its include and exclude patterns. */
    SCOPE,
    /** Seen before in this crawl. */
    DUPLICATE,
    /** Known from an earlier run, and not due to be looked at again yet. */
    FRESH,
    /** Recorded but not parsed: its media type holds no links we read. */
    TYPE,
    /** Body or headers over the limit. */
    SIZE,
    /** The host's address is private, local or otherwise not public, and the operator did not name the host. */
    ADDRESS,
    /** The crawl was closed while the request was queued. */
    CLOSED,
    /** The task's page limit was reached before its turn came, or too many requests were waiting already. */
    LIMIT,
    /** Not a URL that can be fetched: malformed, too long, or too many redirects led to it. */
    URL;

    /** The name as it stands in summaries, metrics and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
