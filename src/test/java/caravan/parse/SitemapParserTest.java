package caravan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapParserTest {
    private static final String URL = "http://example.org/sitemap.xml";
    private static final int MAX_UNPACKED_BYTES = 1 << 20;
    private static final SitemapParser PARSER = new SitemapParser(100, MAX_UNPACKED_BYTES);

    private static final String SITEMAP = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
                    xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
              <url><loc> HTTP://Example.org/a?b=1&amp;a=2#x </loc><lastmod>2026-01-01</lastmod>
                <image:image><image:loc>http://example.org/picture.png</image:loc></image:image></url>
              <url><loc>https://example.com/elsewhere</loc></url>
              <url><loc>/relative</loc></url>
              <url><loc>ftp://example.org/no</loc></url>
            </urlset>
            """;

    @Test
    void findsPagesOfASitemap() {
        assertThat(outlinks(SITEMAP))
                .containsExactly(
                        "http://example.org/a?b=1&a=2", "https://example.com/elsewhere", "http://example.org/relative");
    }

    @Test
    void findsSitemapsOfAnIndex() {
        assertThat(outlinks("""
                        <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                          <sitemap><loc>http://example.org/s1.xml.gz</loc></sitemap>
                          <sitemap><loc>http://example.org/s2.xml</loc></sitemap>
                        </sitemapindex>
                        """)).containsExactly("http://example.org/s1.xml.gz", "http://example.org/s2.xml");
    }

    @Test
    void findsPagesOfFeeds() {
        assertThat(outlinks("<rss><channel><item><link>http://example.org/rss</link></item></channel></rss>"))
                .containsExactly("http://example.org/rss");
        assertThat(outlinks("<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='http://example.org/atom'/>"
                        + "</entry></feed>"))
                .containsExactly("http://example.org/atom");
    }

    @Test
    void unpacksWhatBeginsLikeGzipWhateverItsType() {
        byte[] packed = gzip(SITEMAP.getBytes(StandardCharsets.UTF_8));

        assertThat(PARSER.parse(Pages.typed(URL, "text/xml", packed)).outlinks())
                .hasSize(3);
    }

    @Test
    void unpacksNoBombs() {
        byte[] bomb = gzip((SITEMAP + " ".repeat(MAX_UNPACKED_BYTES)).getBytes(StandardCharsets.UTF_8));

        assertThat(PARSER.parse(Pages.typed(URL, "application/xml", bomb))).isEqualTo(ParsedPage.EMPTY);
    }

    @Test
    void keepsWhatWasReadBeforeTheDocumentBrokeOff() {
        assertThat(outlinks(SITEMAP.substring(0, SITEMAP.indexOf("/relative")))).hasSizeBetween(2, 3);
    }

    @Test
    void cutsAtTheLimitAndCountsTheRest() {
        String urls = IntStream.range(0, 60_000)
                .mapToObj(i -> "<url><loc>http://example.org/" + i + "</loc></url>")
                .collect(Collectors.joining("", "<urlset>", "</urlset>"));
        ParsedPage parsed = PARSER.parse(Pages.typed(URL, "text/xml", urls.getBytes(StandardCharsets.UTF_8)));

        assertThat(parsed.outlinks()).hasSize(100);
        assertThat(parsed.outlinksCut()).as("of the 50,000 a sitemap may have").isEqualTo(49_900);
    }

    @Test
    void refusesEndlessNesting() {
        String inner = "<a>".repeat(200_000) + "<url><loc>http://example.org/</loc></url>";

        assertThat(outlinks("<urlset><url><loc>http://example.org/</loc></url>" + inner))
                .isEmpty();
        assertThat(outlinks("<urlset>" + "<a/>".repeat(200_000) + "<url><loc>http://example.org/</loc></url>"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "plain text",
                "<html><a href='x'/></html>",
                "<svg/>",
                "<urlset>",
                "<urlset><url><loc></loc></url></urlset>",
                "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                        + "<urlset><url><loc>http://h/&x;</loc></url></urlset>"
            })
    void findsNothingInOtherDocuments(String document) {
        assertThat(outlinks(document)).isEmpty();
    }

    private static List<String> outlinks(String document) {
        return PARSER.parse(Pages.typed(URL, "application/xml", document.getBytes(StandardCharsets.UTF_8)))
                .outlinks();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
