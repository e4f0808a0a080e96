package caravan.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import caravan.crawl.Page;
import caravan.extract.Extraction.Problem;
import caravan.parse.Pages;
import caravan.task.Field;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Selector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePageTest {

    @ParameterizedTest
    @ValueSource(strings = {"css r", "xpath //r", "regex x.*y"})
    void expandsNoEntity(String selector) {
        String page = "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b 'bbb'>]><r>x&a;&b;y</r>";

        Extraction extraction =
                Cases.extract(rule(PageType.XML, Cases.field("f", selector)), Cases.page("text/xml", page));

        assertThat(Cases.value(extraction)).contains("x&a;&b;y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,2",
                "{\"a\":}",
                "{'a':1}",
                "{\"a\":1}x",
                "nul",
                "<html>",
                "\u0000",
                "{\"a\":1}{\"a\":2}"
            })
    void saysThatAPageIsNoJson(String page) {
        Extraction extraction =
                Cases.extract(rule(PageType.JSON, Cases.field("f", "json /a")), Cases.page("application/json", page));

        assertThat(extraction.items()).isEmpty();
        assertThat(extraction.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo("page");
            assertThat(problem.reason()).startsWith("the page is ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "[", "[{},"})
    void readsNoJsonThatIsDeepOrEndless(String piece) {
        assertProblem(rule(PageType.JSON, Cases.field("f", "json $..a")), piece.repeat(1_000_000), "page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>", "<a ", "<", "<![CDATA[", "<!--", "<a/>", "</a>", "&", "<a b='c'>", "<?x"})
    void survivesMarkupThatNeverEnds(String piece) {
        Rule rule = new Rule(
                "rule",
                PageType.AUTO,
                List.of(Cases.follow("css a"), Cases.follow("xpath //a/@b")),
                Cases.items(Cases.field("f", "xpath //a[last()]"), Cases.field("g", "css a:has(a)"))
                        .items());
        for (String media : List.of("text/xml", "text/html")) {
            Extraction extraction = assertTimeoutPreemptively(
                    Duration.ofSeconds(60), () -> Cases.extract(rule, Cases.page(media, "<r>" + piece.repeat(11_000))));

            assertThat(extraction.matches()).hasSize(4);
        }
    }

    @Test
    void readsXmlThatDeclaresEndlessPrefixesUpToThere() {
        String prefixes = IntStream.range(0, 100_000)
                .mapToObj(i -> " xmlns:p" + i + "='u'")
                .collect(Collectors.joining());

        assertProblem(rule(PageType.XML, Cases.field("f", "css a")), "<a>x</a><r" + prefixes + "><a/></r>", "page");
    }

    @Test
    void readsTheFirstTagsOfAPageThatHasTooMany() {
        Extractor extractor = new Extractor(new ExtractLimits(10, 9, 1000), "caravan", Cases.UPPER_ONLY);
        Rule rule = Cases.items(PageType.HTML, Cases.selector("css p"), Cases.field("f", "css p"));
        Extraction extraction = extractor.extract(
                Cases.task(rule, caravan.task.Task.RobotsPolicy.OBEY),
                rule,
                Cases.page("text/html", "<p>x".repeat(100)),
                caravan.crawl.Request.seed(Pages.URL));

        assertThat(extraction.items()).hasSize(9);
        assertThat(extraction.problems())
                .containsExactly(new Problem("page", 0, "the page has too many tags; only the first were read", false));
    }

    @Test
    void keepsNoMoreItemsThanAllowed() {
        Rule rule = Cases.items(PageType.JSON, Cases.selector("json $"), Cases.field("f", "json $"));
        String page = IntStream.range(0, 10_500).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));

        Extraction extraction = Cases.extract(rule, Cases.page("application/json", page));

        assertThat(extraction.items()).hasSize(10_000);
        assertThat(extraction.problems())
                .containsExactly(new Problem("items[0]", 10_000, "more than 10000 items, the rest is left out", true));
    }

    @Test
    void takesNoMoreTextThanThePageIsWorth() {
        String page = "<div>".repeat(200) + "x".repeat(300_000);

        assertProblem(rule(PageType.HTML, Cases.field("f", "css div", "all")), page, "page");
        assertProblem(Cases.items(PageType.HTML, Cases.selector("css div"), Cases.field("f", "css div")), page, "page");
        assertProblem(
                Cases.items(PageType.HTML, Cases.selector("css div"), Cases.field("f", "xpath //b")),
                "<div>".repeat(200) + "<i></i>".repeat(8_000),
                "page");
    }

    @Test
    void collectsNoEndlessResultsOfAPath() {
        String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);

        Extraction extraction = assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> Cases.extract(
                        rule(PageType.JSON, Cases.field("f", "json $..a..a")), Cases.page("application/json", deep)));

        assertThat(extraction.matches().get(0).count()).isLessThanOrEqualTo(ExtractLimits.MAX_FOUND);
    }

    @Test
    void unpacksSitemapsWithinBounds() throws IOException {
        String sitemap = "<urlset><url><loc>/1</loc></url></urlset>";
        Rule rule = Cases.follows(PageType.SITEMAP, Cases.follow("css url > loc"));

        assertThat(Cases.extract(rule, packed(sitemap)).links())
                .extracting(Extraction.Link::url)
                .containsExactly("http://example.org/1");
        assertThat(Cases.extract(rule, packed(sitemap + " ".repeat(11_000_000))).problems())
                .containsExactly(new Problem(
                        "page", 0, "the page cannot be unpacked: more than 10000000 bytes when unpacked", false));
    }

    @Test
    void saysOnceWhichSelectorsCannotLookInAPage() {
        Extraction extraction = Cases.extract(
                Cases.items(
                        PageType.JSON,
                        Cases.selector("json $"),
                        Cases.field("a", "css b"),
                        Cases.field("b", "json /b")),
                Cases.page("application/json", "[{\"b\":1},{\"b\":2}]"));

        assertThat(extraction.items()).hasSize(2);
        assertThat(extraction.problems()).extracting(Problem::reason).containsExactly("css cannot look in JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "css a[",
                "xpath //a[",
                "xpath foo(",
                "json a",
                "json $.a[?(",
                "json $[?(@.a =~ /x/)]",
                "json $..a..b..c"
            })
    void refusesExpressionsThatAreNone(String written) {
        Rule rule = rule(PageType.AUTO, Cases.field("f", written));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Extractor.check(rule))
                .withMessageStartingWith("items[0].fields.f: '")
                .withMessageContaining(written.substring(written.indexOf(' ') + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cases.extract(rule, Cases.page("text/html", "<p>")))
                .withMessageStartingWith("rule 'rule': items[0].fields.f: '");
    }

    @Test
    void tellsWhatAnotherLanguageSays() {
        Selector unknown = new Selector(Selector.Kind.LANGUAGE, "x", "klingon", Selector.Take.TEXT, "", "");
        Field field = new Field("f", unknown, false, new Field.Absence.Require(), List.of());

        Extraction extraction = Cases.extract(rule(PageType.AUTO, field), Cases.page("text/html", "<p>"));

        assertThat(extraction.problems())
                .containsExactly(
                        new Problem("items[0].fields.f", 0, "klingon: no language 'klingon'", false),
                        new Problem("items[0].fields.f", 0, "nothing found", true));
    }

    @Test
    void stopsAtThePageThatTakesTooLong() {
        AtomicLong now = new AtomicLong();
        Budget budget = new Budget(now::get);
        IntStream.range(0, 1000).forEach(i -> budget.tick());
        now.set(Duration.ofSeconds(11).toNanos());

        assertThatThrownBy(() -> IntStream.range(0, 1000).forEach(i -> budget.tick()))
                .hasMessageContaining("more than 10 s");
    }

    private static void assertProblem(Rule rule, String page, String place) {
        Extraction extraction =
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Cases.extract(rule, Cases.page("", page)));

        assertThat(extraction.problems()).extracting(Problem::place).contains(place);
    }

    private static Rule rule(PageType type, Field field) {
        return Cases.items(type, Selector.PAGE, field);
    }

    private static Page packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Pages.typed("http://example.org/sitemap.xml.gz", "application/gzip", bytes.toByteArray());
    }
}
