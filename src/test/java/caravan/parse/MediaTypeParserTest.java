package caravan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeParserTest {
    private static final MediaTypeParser PARSER =
            new MediaTypeParser(page -> titled("html"), page -> titled("sitemap"));

    @ParameterizedTest
    @CsvSource({
        "text/html; charset=x, /, <p>, html",
        "TEXT/HTML, /, <p>, html",
        "application/xhtml+xml, /, <p>, html",
        "application/xml, /, <p>, sitemap",
        "text/xml, /, <p>, sitemap",
        "application/rss+xml, /, <p>, sitemap",
        "application/atom+xml, /, <p>, sitemap",
        "application/x-gzip, /s.xml.gz, x, sitemap",
        "application/octet-stream, /s.xml.gz?x=1, x, sitemap",
        "'', /s.xml.gz, x, sitemap",
        "'', /, ' <p>', html",
        "'', /, \uFEFF<p>, html",
        "'', /, plain, ''",
        "'', /, ' ', ''",
        "application/gzip, /s.tar.gz, x, ''",
        "text/plain, /, <p>, ''",
        "application/pdf, /, <p>, ''",
    })
    void choosesTheParser(String contentType, String path, String body, String parser) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThat(PARSER.parse(Pages.typed("http://example.org" + path, contentType, bytes))
                        .title())
                .isEqualTo(parser);
    }

    @Test
    void leavesEmptyBodiesAlone() {
        assertThat(PARSER.parse(Pages.of("http://example.org/", Map.of(), new byte[0])))
                .isEqualTo(ParsedPage.EMPTY);
    }

    private static ParsedPage titled(String title) {
        return new ParsedPage(title, "", "", false, false, List.of(), 0);
    }
}
