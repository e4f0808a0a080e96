package caravan.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlParserTest {
    private static final HtmlParser PARSER = new HtmlParser("Caravan", 6_000, 50_000);

    static Stream<List<String>> links() {
        return Tables.rows("links.txt");
    }

    static Stream<List<String>> robots() {
        return Tables.rows("robots.txt");
    }

    @ParameterizedTest
    @MethodSource("links")
    void findsLinks(List<String> row) {
        List<String> expected =
                row.get(1).isEmpty() ? List.of() : List.of(row.get(1).split(" "));

        assertThat(parse(row.get(0)).outlinks()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("robots")
    void obeysRobotsDirectives(List<String> row) {
        boolean header = row.get(0).equals("header");
        String name = row.get(0).replace("meta ", "");
        String meta = header ? "" : "<meta name=\"%s\" content=\"%s\">".formatted(name, row.get(1));
        ParsedPage parsed = PARSER.parse(Pages.of(
                Pages.URL,
                header ? Map.of("x-robots-tag", List.of(row.get(1))) : Map.of(),
                (meta + "<a href=x>").getBytes(StandardCharsets.UTF_8)));

        assertThat(parsed.noIndex()).as("noIndex").isEqualTo(row.get(2).equals("yes"));
        assertThat(parsed.noFollow()).as("noFollow").isEqualTo(row.get(3).equals("yes"));
        assertThat(parsed.outlinks()).hasSize(parsed.noFollow() ? 0 : 1);
    }

    @Test
    void addsUpSeveralRobotsHeaders() {
        ParsedPage parsed = PARSER.parse(Pages.of(
                Pages.URL, Map.of("x-robots-tag", List.of("otherbot: none", "noindex", "nofollow")), new byte[] {'x'}));

        assertThat(parsed.noIndex()).isTrue();
        assertThat(parsed.noFollow()).isTrue();
    }

    @Test
    void readsTitleDescriptionAndLanguage() {
        ParsedPage parsed =
                parse("<html lang=de><svg><title>no</title></svg><title> Ein\n\n Titel&nbsp;&amp; \u0001mehr "
                        + "</title><title>no</title><meta name=Description content=' Was es\tist '>"
                        + "<meta name=description content=no><meta property='og:description' content=no>");

        assertThat(parsed.title()).isEqualTo("Ein Titel & mehr");
        assertThat(parsed.description()).isEqualTo("Was es ist");
        assertThat(parsed.lang()).isEqualTo("de");
    }

    @Test
    void fallsBackToOpenGraphAndContentLanguage() {
        ParsedPage parsed = PARSER.parse(Pages.of(
                Pages.URL,
                Map.of("content-language", List.of("fr-CA, en")),
                "<meta property=og:description content=D><meta name=description content=''>"
                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(parsed.description()).isEqualTo("D");
        assertThat(parsed.lang()).isEqualTo("fr-CA");
        assertThat(parsed.title()).isEmpty();
    }

    @Test
    void cutsLongTextsWithoutHalvingACharacter() {
        ParsedPage parsed = parse("<html lang=" + "x".repeat(36) + "><title>" + "x".repeat(499)
                + "\uD834\uDD1E</title><meta name=description content='" + "y".repeat(100_000) + "'>");

        assertThat(parsed.title()).isEqualTo("x".repeat(499));
        assertThat(parsed.description()).isEqualTo("y".repeat(1000));
        assertThat(parsed.lang()).isEmpty();
    }

    @Test
    void cutsOutlinksAtTheLimitAndCountsTheRest() {
        String page = IntStream.range(0, 10)
                .mapToObj(i -> "<a href=p%d></a><a href=p%d#x></a>".formatted(i, i))
                .collect(Collectors.joining());
        ParsedPage parsed = new HtmlParser("caravan", 3, 1000).parse(Pages.html(page));

        assertThat(parsed.outlinks())
                .containsExactly("http://example.org/dir/p0", "http://example.org/dir/p1", "http://example.org/dir/p2");
        assertThat(parsed.outlinksCut()).isEqualTo(7);
    }

    @Test
    void readsNoMoreTagsThanAllowed() {
        ParsedPage parsed = new HtmlParser("caravan", 100, 5)
                .parse(Pages.html("<a href=1><a href=2>".repeat(2) + "<a href=3><a href=4>"));

        assertThat(parsed.outlinks())
                .containsExactly("http://example.org/dir/1", "http://example.org/dir/2", "http://example.org/dir/3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>", "<a href=x>", "<b>", "<p><b><i>", "<table>", "<table><tr><td>", "<svg>", "<select>", "<form>",
                        "</p>",
                "<a b=", "<!--", "<![CDATA[", "&", "&#x110000;", "<font color=red>", "<button>", "<h1>", "<li>",
                        "<template>"
            })
    void survivesMarkupThatNeverEnds(String markup) {
        String page = "<title>T</title><a href=first></a>" + markup.repeat(200_000);

        ParsedPage parsed = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> parse(page));

        assertThat(parsed.title()).isEqualTo("T");
        assertThat(parsed.outlinks()).startsWith("http://example.org/dir/first");
    }

    @Test
    void survivesATagWithEndlessAttributes() {
        String attributes =
                IntStream.range(0, 100_000).mapToObj(i -> " a" + i + "=b").collect(Collectors.joining());

        ParsedPage parsed =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> parse("<p" + attributes + "><a href=x>"));

        assertThat(parsed.outlinks()).hasSizeLessThan(2);
    }

    @Test
    void survivesAnything() {
        for (String page :
                List.of("", "\u0000", "\uFFFF", "<", "</", "<!", "<?", "<>", "</>", "<a", "<a ", "<a href")) {
            assertThat(parse(page).outlinks()).isEmpty();
        }
    }

    private static ParsedPage parse(String page) {
        return PARSER.parse(Pages.html(page));
    }
}
