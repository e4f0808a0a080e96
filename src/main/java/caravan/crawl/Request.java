package caravan.crawl;

import java.util.Map;

/**
 * One URL to fetch. Immutable.
 *
 * @param url       absolute http or https URL, already normalised (lower-case host, no default port, no fragment,
 *                  a path that starts with {@code /})
 * @param ask       by which method, with which body
 * @param rule      name of the rule its page is read by; empty in a task without rules
 * @param carry     values from the pages that led here, by name; never null values
 * @param depth     links followed from a seed to here; a seed has 0, a redirect keeps the depth of where it started
 * @param priority  higher goes first within its host; 0 is ordinary
 * @param attempt   how often it was tried before: 0 on the first try
 * @param redirects hops already taken to get here
 * @param referrer  URL of the page it was found on; empty for a seed
 */
public record Request(
        String url,
        Ask ask,
        String rule,
        Map<String, Object> carry,
        int depth,
        int priority,
        int attempt,
        int redirects,
        String referrer) {
    private static final int AFTER_SCHEME = "http://".length();

    public Request {
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("not an http or https URL: " + url);
        }
        if (depth < 0 || attempt < 0 || redirects < 0) {
            throw new IllegalArgumentException("depth, attempt and redirects cannot be negative: " + url);
        }
        carry = Map.copyOf(carry);
    }

    /** A request the crawl starts with. */
    public static Request seed(String url) {
        return new Request(url, Ask.GET, "", Map.of(), 0, 0, 0, 0, "");
    }

    /** A request for a link found on the page that this request fetched. */
    public Request outlink(String target) {
        return outlink(target, rule, priority, Map.of());
    }

    /** The same, to be read by another rule. */
    public Request outlink(String target, String nextRule, int itsPriority, Map<String, Object> itsCarry) {
        return new Request(target, Ask.GET, nextRule, itsCarry, depth + 1, itsPriority, 0, 0, url);
    }

    /**
     * The next hop of a redirect answered to this request.
     *
     * @param status 301, 302, 303, 307 or 308, which decides how the target is asked for
     */
    public Request redirectedTo(String target, int status) {
        Ask next = ask.redirected(status, originOf(target).equals(origin()));
        return new Request(target, next, rule, carry, depth, priority, 0, redirects + 1, referrer);
    }

    /** The same request, to be tried once more. */
    public Request retry() {
        return new Request(url, ask, rule, carry, depth, priority, attempt + 1, redirects, referrer);
    }

    /** The same request, as if it had not been tried yet. */
    public Request anew() {
        return new Request(url, ask, rule, carry, depth, priority, 0, redirects, referrer);
    }

    /** What tells it from other requests of its crawl: the URL alone, unless there is more to it. */
    public String key() {
        if (rule.isEmpty() && ask.isPlain()) {
            return url;
        }
        return url + '\n' + rule + '\n' + ask.method() + '\n' + ask.body();
    }

    /** Scheme, host and port, such as {@code https://example.org:8443} (RFC 6454 calls it the origin). */
    public String origin() {
        return originOf(url);
    }

    /** @return the origin of a normalised URL, as {@link #origin()} gives it */
    public static String originOf(String url) {
        int path = url.indexOf('/', AFTER_SCHEME + 1);
        return path < 0 ? url : url.substring(0, path);
    }

    /** Whether the crawl starts with it, or a seed redirected to it. */
    public boolean isSeed() {
        return depth == 0 && referrer.isEmpty();
    }
}
