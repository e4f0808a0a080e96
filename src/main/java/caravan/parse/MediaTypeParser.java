package caravan.parse;

import caravan.crawl.Page;

/**
 * The one parser callers use: gives a page to the parser for its media type, and none for what holds no links we read.
 * Stateless: any number of threads may call it at once.
 */
public final class MediaTypeParser implements PageParser {
    private final PageParser html;
    private final PageParser sitemap;

    public MediaTypeParser(PageParser html, PageParser sitemap) {
        this.html = html;
        this.sitemap = sitemap;
    }

    @Override
    public ParsedPage parse(Page page) {
        if (!page.bodyRead() || page.body().length == 0) {
            return ParsedPage.EMPTY;
        }
        return switch (page.mediaType()) {
            case "text/html", "application/xhtml+xml" -> html.parse(page);
            case "application/xml", "text/xml", "application/rss+xml", "application/atom+xml" -> sitemap.parse(page);
            case "" -> parseUnlabelled(page);
            default -> isPackedXml(page.url()) ? sitemap.parse(page) : ParsedPage.EMPTY;
        };
    }

    private ParsedPage parseUnlabelled(Page page) {
        if (isPackedXml(page.url())) {
            return sitemap.parse(page);
        }
        return startsWithTag(page.body()) ? html.parse(page) : ParsedPage.EMPTY;
    }

    private static boolean isPackedXml(String url) {
        int query = url.indexOf('?');
        return (query < 0 ? url : url.substring(0, query)).endsWith(".xml.gz");
    }

    /** Skips white space and the bytes of a byte order mark, all of which are no printable ASCII. */
    private static boolean startsWithTag(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] <= ' ') {
            at++;
        }
        return at < body.length && body[at] == '<';
    }
}
