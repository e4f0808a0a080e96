package caravan.extract;

import caravan.crawl.Page;
import caravan.extract.Extraction.Problem;
import caravan.parse.Charsets;
import caravan.parse.Gzip;
import caravan.parse.RobotsDirectives;
import caravan.parse.TreeReader;
import caravan.parse.TreeReader.Tree;
import caravan.task.Rule.PageType;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.jsoup.nodes.Document;

/** Makes of a page's bytes what selectors look in. Immutable and thread-safe. */
final class PageOpener {
    private final TreeReader trees;
    private final TreeReader sitemaps;
    private final int maxUnpackedBytes;
    private final String robotName;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(ExtractLimits.MAX_JSON_TOKENS)
                            .build())
                    .build())
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    PageOpener(ExtractLimits limits, String robotName) {
        trees = new TreeReader(limits.maxTags());
        sitemaps = new TreeReader(limits.maxSitemapTags());
        maxUnpackedBytes = limits.maxUnpackedBytes();
        this.robotName = robotName;
    }

    /** @throws UnreadableException where it is not what {@code type} says, or empty */
    Part open(PageType type, PageReading reading) throws UnreadableException {
        Page page = reading.page();
        if (page.body().length == 0) {
            throw new UnreadableException(page.bodyRead() ? "the page is empty" : "the page's body was not downloaded");
        }
        if (type != PageType.SITEMAP && asksNotToFollow(page)) {
            reading.forbidFollowing();
        }
        return switch (type) {
            case JSON -> json(plain(reading));
            case TEXT -> new Part.Text(plain(reading));
            case XML -> xml(trees, reading);
            case SITEMAP -> xml(sitemaps, reading);
            case HTML, AUTO -> html(reading);
        };
    }

    private Part html(PageReading reading) {
        Page page = reading.page();
        String text = sized(Charsets.decode(page.body(), contentType(page)), reading);
        Document document = document(trees.html(text), reading);
        reading.bases(document.getElementsByTag("base").eachAttr("href"));
        if (RobotsDirectives.ofPage(document, List.of(), robotName).noFollow()) {
            reading.forbidFollowing();
        }
        return Part.Markup.page(document, false, text);
    }

    private Part xml(TreeReader reader, PageReading reading) throws UnreadableException {
        Page page = reading.page();
        try {
            byte[] body = Gzip.unpack(page.body(), maxUnpackedBytes);
            String text = sized(Charsets.decode(body, contentType(page)), reading);
            return Part.Markup.page(document(reader.xml(text), reading), true, text);
        } catch (IOException e) {
            throw new UnreadableException("the page cannot be unpacked: " + e.getMessage());
        }
    }

    private static Document document(Tree tree, PageReading reading) {
        if (tree.cut()) {
            reading.add(new Problem("page", 0, "the page has too many tags; only the first were read", false));
        }
        tree.document().outputSettings().prettyPrint(false); // HTML is stored as it stands
        return tree.document();
    }

    private static String plain(PageReading reading) {
        Page page = reading.page();
        return sized(Charsets.decodePlain(page.body(), contentType(page)), reading);
    }

    private static String sized(String text, PageReading reading) {
        reading.budget().grow(text.length());
        return text;
    }

    private Part json(String text) throws UnreadableException {
        try {
            JsonNode node = json.readTree(text);
            if (node.isMissingNode()) {
                throw new UnreadableException("the page is empty");
            }
            return new JsonPart(node, text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new UnreadableException("the page is not JSON that can be read" + where);
        }
    }

    private boolean asksNotToFollow(Page page) {
        List<String> headers = page.headers().getOrDefault("x-robots-tag", List.of());
        return RobotsDirectives.ofHeaders(headers, robotName).noFollow();
    }

    private static String contentType(Page page) {
        return page.header("content-type").orElse("");
    }
}
