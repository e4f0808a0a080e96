package caravan.parse;

import caravan.crawl.Page;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.UnknownFormatException;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sitemaps, sitemap indexes, and RSS and Atom feeds, plain or gzipped (told by the first bytes, as servers label
 * them at random); their locations become outlinks. Other XML holds nothing to read. A document with a DTD is refused
 * by the library, so no entity is ever expanded. Stateless: any number of threads may call it at once.
 */
public final class SitemapParser implements PageParser {
    private static final Logger LOG = LoggerFactory.getLogger(SitemapParser.class);

    /** Locations a sitemap may hold (https://www.sitemaps.org/protocol.html); reading ends there. */
    private static final int MAX_LOCATIONS = 50_000;

    /** Elements open at once. Three million, in a body of ten megabytes, take 256 MB in the library. */
    private static final int MAX_DEPTH = 100_000;

    private final int maxOutlinks;
    private final int maxUnpackedBytes;

    /**
     * @param maxOutlinks      outlinks kept of one sitemap
     * @param maxUnpackedBytes size beyond which a gzipped sitemap is not read; the protocol says 50 MiB
     */
    public SitemapParser(int maxOutlinks, int maxUnpackedBytes) {
        this.maxOutlinks = maxOutlinks;
        this.maxUnpackedBytes = maxUnpackedBytes;
    }

    /** @return what was found before the document broke off, {@link ParsedPage#EMPTY} where that is nothing */
    @Override
    public ParsedPage parse(Page page) {
        return UrlResolver.of(page.url())
                .map(resolver -> parse(page, new Locations(resolver, new Outlinks(page.url(), maxOutlinks))))
                .orElse(ParsedPage.EMPTY);
    }

    private ParsedPage parse(Page page, Locations locations) {
        try {
            read(page, locations);
        } catch (IOException | UnknownFormatException | RuntimeException | StackOverflowError e) {
            LOG.debug("Sitemap {} not read to its end: {}", page.url(), e.toString());
        }
        Outlinks outlinks = locations.outlinks;
        return new ParsedPage("", "", "", false, false, outlinks.urls(), outlinks.cut());
    }

    private void read(Page page, Locations locations) throws IOException, UnknownFormatException {
        byte[] xml = Gzip.unpack(page.body(), maxUnpackedBytes);
        if (isDeep(xml)) {
            throw new IOException("more than " + MAX_DEPTH + " elements open at once");
        }
        // not strict: a sitemap may point to other hosts, which is the scope's to judge; and with what was read kept
        SiteMapParser parser = new SiteMapParser(false, true);
        // else image:loc and its like are taken for pages
        parser.enableExtensions();
        parser.setURLFilter(locations::take);
        parser.parseSiteMap("application/xml", xml, URI.create(page.url()).toURL());
    }

    /** A guess that counts markup in comments and CDATA too; the limit is so far off that it does no harm. */
    private static boolean isDeep(byte[] xml) {
        int depth = 0;
        for (int i = 0; i + 1 < xml.length && depth <= MAX_DEPTH; i++) {
            byte next = xml[i + 1];
            if (xml[i] == '<' && next != '!' && next != '?') {
                depth += next == '/' ? -1 : 1;
            } else if (xml[i] == '/' && next == '>') {
                depth--;
            }
        }
        return depth > MAX_DEPTH;
    }

    /** Takes the locations from the library as it reads them, so that it keeps none itself. */
    private static final class Locations {
        private final UrlResolver resolver;
        private final Outlinks outlinks;
        private String previous = "";
        private int seen;

        Locations(UrlResolver resolver, Outlinks outlinks) {
            this.resolver = resolver;
            this.outlinks = outlinks;
        }

        /**
         * The library's filter: gives null for what it shall leave out, and ends the reading with an exception. What
         * was left out is offered again until the next comes.
         */
        String take(String location) {
            if (location.equals(previous)) {
                return null;
            }
            previous = location;
            if (++seen > MAX_LOCATIONS) {
                throw new IllegalStateException("more than " + MAX_LOCATIONS + " locations");
            }
            resolver.resolve(location).ifPresent(outlinks::add);
            return null;
        }
    }
}
