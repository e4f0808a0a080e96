package caravan.extract;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Request;
import caravan.extract.Extraction.Link;
import caravan.extract.Extraction.Problem;
import caravan.parse.Pages;
import caravan.parse.Tables;
import caravan.task.Field;
import caravan.task.Follow;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Selector;
import caravan.task.Task.RobotsPolicy;
import caravan.task.Transform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkTableTest {

    static Stream<List<String>> links() {
        return Tables.rows("/extract/links.txt");
    }

    @ParameterizedTest
    @MethodSource("links")
    void leadsWhereItSays(List<String> row) {
        boolean sitemap = row.get(0).equals("sitemap");
        String media = row.get(0).replace("sitemap", "application/xml").replaceAll("^html$", "text/html");
        Rule rule = Cases.follows(sitemap ? PageType.SITEMAP : PageType.AUTO, follow(row.get(2), row.get(3)));
        RobotsPolicy robots = row.get(3).contains("ignore") ? RobotsPolicy.IGNORE : RobotsPolicy.OBEY;

        Extraction extraction = Cases.EXTRACTOR.extract(
                Cases.task(rule, robots), rule, Cases.page(media, row.get(1)), Request.seed(Pages.URL));

        assertThat(extraction.links().stream().map(Link::url).collect(Collectors.joining(" ")))
                .as("%s", extraction)
                .isEqualTo(row.get(4));
    }

    @Test
    void leavesThePageItselfOutWhereItsOwnRuleReadsIt() {
        Follow follow = Cases.follow("css a");
        Follow own = new Follow(follow.each(), follow.link(), "rule", 0, List.of(), 0, List.of(), List.of());

        Extraction extraction = Cases.extract(
                Cases.follows(PageType.AUTO, own), Cases.page("text/html", "<a href='#x'><a href=page.html>"));

        assertThat(extraction.links()).isEmpty();
        assertThat(extraction.problems()).isEmpty();
    }

    @Test
    void tellsWhichLinksItDropped() {
        Extraction extraction = Cases.extract(
                Cases.follows(PageType.AUTO, Cases.follow("css a")),
                Cases.page("text/html", "<a href=a><a href=mailto:x><a href=b rel=nofollow>"));

        assertThat(extraction.problems())
                .containsExactly(
                        new Problem("follow[0]", 1, "'mailto:x' is not an http or https URL", true),
                        new Problem("follow[0]", 2, "is marked rel=nofollow: http://example.org/dir/b", true));
        assertThat(extraction.droppedItems()).isZero();
    }

    @Test
    void obeysTheRobotsHeaderOnPagesOfEveryKind() {
        Rule rule = Cases.follows(PageType.AUTO, Cases.follow("json /next"));

        Extraction extraction = Cases.extract(
                rule,
                Pages.of(
                        Pages.URL,
                        Map.of("content-type", List.of("application/json"), "x-robots-tag", List.of("nofollow")),
                        "{\"next\":\"/2\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(extraction.links()).isEmpty();
        assertThat(extraction.problems())
                .singleElement()
                .extracting(Problem::place)
                .isEqualTo("follow");
    }

    @Test
    void carriesValuesOfThePartThatALinkStandsIn() {
        Follow follow = Cases.follow(
                Cases.selector("css li"),
                Cases.field("link", "css a", "all"),
                0,
                Cases.with(Cases.field("价格", "css i"), new Transform.Number('.')),
                Cases.required("标签", "css b"),
                Cases.field("from", "url"));

        Extraction extraction = Cases.extract(
                Cases.follows(PageType.AUTO, follow),
                Cases.page(
                        "text/html", "<li><a href=1></a><b>小说</b><i>2.50</i><li><a href=2></a><li><b>x</b><a href=3>"));

        assertThat(extraction.links().get(0).carry())
                .containsEntry("标签", "小说")
                .containsEntry("价格", new java.math.BigDecimal("2.50"))
                .containsEntry("from", Pages.URL);
        assertThat(extraction.links())
                .extracting(Link::url)
                .containsExactly("http://example.org/dir/1", "http://example.org/dir/3");
        assertThat(extraction.links()).extracting(Link::priority).containsOnly(3);
        assertThat(extraction.links()).extracting(Link::rule).containsOnly("next");
        assertThat(extraction.problems()).containsExactly(new Problem("follow[0].carry.标签", 1, "nothing found", true));
    }

    @Test
    void dropsLinksThatCarryTooMuch() {
        Follow follow =
                Cases.follow(Selector.PAGE, Cases.field("link", "css a", "all"), 0, Cases.field("text", "css p"));

        Extraction extraction = Cases.extract(
                Cases.follows(PageType.AUTO, follow),
                Cases.page("text/html", "<a href=a></a><p>" + "x".repeat(20_000)));

        assertThat(extraction.links()).isEmpty();
        assertThat(extraction.problems())
                .containsExactly(new Problem("follow[0]", 0, "would carry 20004 characters, more than 16384", true));
    }

    @Test
    void keepsEachUrlOnceForEachRuleAndNoMoreThanTheLimit() {
        Extractor extractor = new Extractor(new ExtractLimits(5, 1000, 1000), "caravan", Cases.UPPER_ONLY);
        Follow next = Cases.follow("css a");
        Follow other = new Follow(next.each(), next.link(), "other", 0, List.of(), 0, List.of(), List.of());
        Rule rule = Cases.follows(PageType.AUTO, next, next, other);
        String page = IntStream.range(0, 4).mapToObj(i -> "<a href=" + i + ">").collect(Collectors.joining());

        Extraction extraction = extractor.extract(
                Cases.task(rule, RobotsPolicy.OBEY), rule, Cases.page("text/html", page), Request.seed(Pages.URL));

        assertThat(extraction.links()).extracting(Link::rule).containsExactly("next", "next", "next", "next", "other");
        assertThat(extraction.problems())
                .singleElement()
                .extracting(Problem::place)
                .isEqualTo("follow[2]");
    }

    private static Follow follow(String written, String options) {
        Selector each = Selector.PAGE;
        StringBuilder ofField = new StringBuilder("all");
        List<Transform> transforms = List.of();
        int limit = 0;
        for (String option : options.isEmpty() ? new String[0] : options.split(" ")) {
            String value = option.substring(option.indexOf('=') + 1);
            switch (option.split("=")[0]) {
                case "each" -> each = Cases.selector(value.contains(":") ? value.replace(':', ' ') : "css " + value);
                case "limit" -> limit = Integer.parseInt(value);
                case "template" -> transforms = List.of(new Transform.Template(value));
                default -> ofField.append(' ').append(option);
            }
        }
        Field link = Cases.with(Cases.field("link", written, ofField.toString()), transforms.toArray(Transform[]::new));
        return new Follow(each, link, "next", 3, List.of(), limit, all(options, "only="), all(options, "except="));
    }

    private static List<String> all(String options, String name) {
        return Stream.of(options.split(" "))
                .filter(option -> option.startsWith(name))
                .map(option -> option.substring(name.length()))
                .toList();
    }
}
