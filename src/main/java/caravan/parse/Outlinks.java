package caravan.parse;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the URLs one page leads to: each once, in the order found, the page itself left out, up to a limit. For one
 * thread.
 */
final class Outlinks {
    private final String pageUrl;
    private final int limit;
    private final Set<String> kept = new LinkedHashSet<>();
    private int cut;

    /** @param pageUrl in its normal form */
    Outlinks(String pageUrl, int limit) {
        this.pageUrl = pageUrl;
        this.limit = limit;
    }

    /** Takes a normalised URL. Beyond the limit it is only counted, so that a page cannot fill the memory. */
    void add(String url) {
        if (url.equals(pageUrl)) {
            return;
        }
        if (kept.size() < limit) {
            kept.add(url);
        } else if (!kept.contains(url)) {
            cut++;
        }
    }

    List<String> urls() {
        return List.copyOf(kept);
    }

    /** How many were beyond the limit; one that came in several spellings counts as often. */
    int cut() {
        return cut;
    }
}
