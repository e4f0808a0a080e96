package caravan.parse;

import caravan.crawl.Page;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads HTML and XHTML as browsers do, however broken. Links are those of a, area, frame and iframe elements, of link
 * elements with rel next, prev or canonical, and of a meta refresh; those marked nofollow are left out. Stateless: any
 * number of threads may call it at once.
 */
public final class HtmlParser implements PageParser {
    private static final Logger LOG = LoggerFactory.getLogger(HtmlParser.class);

    /** Longest language tag a reader must cope with (RFC 5646 § 4.4.1). */
    private static final int MAX_LANG_LENGTH = 35;

    private final String robotName;
    private final int maxOutlinks;
    private final TreeReader trees;

    /**
     * @param robotName   our product token, as robots.txt files and meta elements name us
     * @param maxOutlinks outlinks kept of one page
     * @param maxTags     tags read of one page
     */
    public HtmlParser(String robotName, int maxOutlinks, int maxTags) {
        this.robotName = robotName.toLowerCase(Locale.ROOT);
        this.maxOutlinks = maxOutlinks;
        this.trees = new TreeReader(maxTags);
    }

    /** @return {@link ParsedPage#EMPTY} for a page that breaks the parser */
    @Override
    public ParsedPage parse(Page page) {
        try {
            return read(page);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Cannot parse {}: {}", page.url(), e.getClass().getName());
            return ParsedPage.EMPTY;
        }
    }

    private ParsedPage read(Page page) {
        String text = Charsets.decode(page.body(), page.header("content-type").orElse(""));
        HtmlReading reading = new HtmlReading(robotName);
        trees.html(text).document().traverse(reading);
        return result(page, reading);
    }

    private ParsedPage result(Page page, HtmlReading reading) {
        List<String> headers = page.headers().getOrDefault("x-robots-tag", List.of());
        RobotsDirectives robots = reading.robots().and(RobotsDirectives.ofHeaders(headers, robotName));
        Outlinks outlinks = new Outlinks(Urls.normalise(page.url()).orElse(page.url()), maxOutlinks);
        if (!robots.noFollow()) {
            resolve(reading, page.url(), outlinks);
        }
        return new ParsedPage(
                reading.title(),
                reading.description(),
                lang(reading.lang(), page),
                robots.noIndex(),
                robots.noFollow(),
                outlinks.urls(),
                outlinks.cut());
    }

    private static void resolve(HtmlReading reading, String pageUrl, Outlinks outlinks) {
        UrlResolver.of(pageUrl).ifPresent(ofPage -> {
            UrlResolver resolver = ofPage.withBase(reading.bases());
            for (String href : reading.hrefs()) {
                resolver.resolve(href).ifPresent(outlinks::add);
            }
        });
    }

    private static String lang(String declared, Page page) {
        String lang = declared.isEmpty() ? page.header("content-language").orElse("") : declared;
        int comma = lang.indexOf(',');
        String first = (comma < 0 ? lang : lang.substring(0, comma)).strip();
        return first.length() <= MAX_LANG_LENGTH ? first : "";
    }
}
