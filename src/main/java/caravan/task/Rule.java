package caravan.task;

import java.util.List;

/**
 * How one kind of page is read.
 *
 * @param name    unique within its task
 * @param type    what its pages are
 * @param follows which links are followed, and by which rules their pages are read
 * @param items   what is extracted
 */
public record Rule(String name, PageType type, List<Follow> follows, List<ItemSpec> items) {

    /** How the body of a page is understood. */
    public enum PageType {
        /** By its media type; HTML where that says nothing. */
        AUTO,
        HTML,
        JSON,
        /** Feeds too. */
        XML,
        TEXT,
        /** A sitemap or a sitemap index (https://www.sitemaps.org/protocol.html), also gzipped. */
        SITEMAP
    }

    public Rule {
        follows = List.copyOf(follows);
        items = List.copyOf(items);
    }
}
