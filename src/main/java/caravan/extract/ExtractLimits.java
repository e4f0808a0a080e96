package caravan.extract;

import java.time.Duration;

/**
 * The bounds of reading one page by a rule.
 *
 * @param maxOutlinks      links kept of one page
 * @param maxTags          tags read of one HTML or XML page; of a sitemap three times as many, which is a full one
 * @param maxUnpackedBytes size beyond which gzipped XML is not read
 */
public record ExtractLimits(int maxOutlinks, int maxTags, int maxUnpackedBytes) {
    /** Items kept of one page. */
    static final int MAX_ITEMS = 10_000;
    /** Problems kept of one page. */
    static final int MAX_PROBLEMS = 10_000;
    /** Places that one selector finds in one part of a page. */
    static final int MAX_FOUND = 100_000;
    /** Characters of the values that a link carries. */
    static final int MAX_CARRY = 16 * 1024;
    /** Tokens of one JSON page. */
    static final int MAX_JSON_TOKENS = 1_000_000;
    /** Time that selectors may take for one page: some CSS selectors take the square of the number of siblings. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);
    /** Nodes of a page, or a part of one, that XPath looks in. */
    static final int MAX_XPATH_NODES = 100_000;
    /**
     * The squares of the numbers of siblings, summed up, that XPath looks in: it takes so many steps to find the last
     * ones, some seconds for so many, and nothing can end it before.
     */
    static final long MAX_XPATH_SQUARES = 100_000_000;

    int maxSitemapTags() {
        return (int) Math.min(Integer.MAX_VALUE, 3L * maxTags);
    }
}
