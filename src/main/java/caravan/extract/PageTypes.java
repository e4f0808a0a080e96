package caravan.extract;

import caravan.crawl.Page;
import caravan.task.Rule.PageType;
import java.util.Set;

/** Tells what a page is by what its server says. Stateless. */
final class PageTypes {
    private static final Set<String> PACKED = Set.of("", "application/gzip", "application/x-gzip");

    private PageTypes() {}

    /** @return the type by its media type, HTML where that says nothing; never AUTO */
    static PageType of(Page page) {
        String media = page.mediaType();
        if (isPackedXml(page.url()) && PACKED.contains(media)) {
            return PageType.XML;
        }
        if (media.equals("text/html") || media.equals("application/xhtml+xml")) {
            return PageType.HTML;
        }
        if (media.endsWith("/json") || media.endsWith("+json")) {
            return PageType.JSON;
        }
        if (media.endsWith("/xml") || media.endsWith("+xml")) {
            return PageType.XML;
        }
        return media.startsWith("text/") ? PageType.TEXT : PageType.HTML;
    }

    private static boolean isPackedXml(String url) {
        int query = url.indexOf('?');
        return (query < 0 ? url : url.substring(0, query)).endsWith(".xml.gz");
    }
}
