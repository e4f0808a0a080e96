package caravan.extract;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.ValueType;
import caravan.crawl.Ask;
import caravan.crawl.Item;
import caravan.crawl.Request;
import caravan.extract.Extraction.Match;
import caravan.extract.Extraction.Problem;
import caravan.parse.Pages;
import caravan.task.Field;
import caravan.task.ItemSpec;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Selector;
import caravan.task.Transform;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemTest {
    private static final String SHELF = "<li><b>A</b><i>1.50</i><li><b>B</b><li><i>3</i><li><b>D</b><i>x</i>";

    @Test
    void makesAnItemOfAPageWithEveryFieldItsRuleNames() {
        Extraction extraction = Cases.extract(
                Cases.items(
                        Cases.field("书名", "css h1"),
                        Cases.with(Cases.field("价格", "css i"), new Transform.Number('.')),
                        Cases.field("缺", "css u")),
                Cases.page("text/html", "<h1>活着</h1><i>¥12.50</i>"));

        Item item = extraction.items().get(0);
        assertThat(item.task()).isEqualTo("图书");
        assertThat(item.definition()).isEqualTo("books");
        assertThat(item.type()).isEqualTo("thing");
        assertThat(item.url()).isEqualTo(Pages.URL);
        assertThat(item.fetchedAt()).isEqualTo(Instant.EPOCH);
        assertThat(item.position()).isZero();
        assertThat(item.types())
                .containsExactly(
                        Map.entry("书名", ValueType.TEXT),
                        Map.entry("价格", ValueType.NUMBER),
                        Map.entry("缺", ValueType.TEXT));
        assertThat(item.fields()).containsExactly(Map.entry("书名", "活着"), Map.entry("价格", new BigDecimal("12.50")));
        assertThat(extraction.matches())
                .containsExactly(
                        new Match("items[0].fields.书名", "css h1", 1),
                        new Match("items[0].fields.价格", "css i", 1),
                        new Match("items[0].fields.缺", "css u", 0));
    }

    @Test
    void makesAnItemOfEachPartAndDropsThoseThatAreNotComplete() {
        Extraction extraction = Cases.extract(
                Cases.items(
                        PageType.HTML,
                        Cases.selector("css li"),
                        Cases.required("name", "css b"),
                        Cases.withDefault("price", "css i", 0L, new Transform.Number('.'))),
                Cases.page("text/html", SHELF));

        assertThat(extraction.items()).extracting(Item::position).containsExactly(0, 1, 3);
        assertThat(Cases.fields(extraction, 0)).isEqualTo(Map.of("name", "A", "price", new BigDecimal("1.50")));
        assertThat(Cases.fields(extraction, 1)).isEqualTo(Map.of("name", "B", "price", 0L));
        assertThat(Cases.fields(extraction, 2)).isEqualTo(Map.of("name", "D", "price", 0L));
        assertThat(extraction.problems())
                .containsExactly(
                        new Problem("items[0].fields.name", 2, "nothing found", true),
                        new Problem("items[0].fields.price", 3, "'x' is not a number", false));
        assertThat(extraction.droppedItems()).isEqualTo(1);
        assertThat(extraction.matches()).extracting(Match::count).containsExactly(4, 3, 3);
    }

    @Test
    void countsAnItemWithoutSeveralOfItsValuesAsOneDropped() {
        Extraction extraction = Cases.extract(
                Cases.items(Cases.required("a", "css a"), Cases.required("b", "css b", new Transform.Number('.'))),
                Cases.page("text/html", "<b>x"));

        assertThat(extraction.items()).isEmpty();
        assertThat(extraction.problems())
                .containsExactly(
                        new Problem("items[0].fields.a", 0, "nothing found", true),
                        new Problem("items[0].fields.b", 0, "'x' is not a number", true));
        assertThat(extraction.droppedItems()).isEqualTo(1);
    }

    @Test
    void makesNoItemOfAPartThatHoldsNothingOfIt() {
        Extraction extraction = Cases.extract(
                Cases.items(
                        PageType.HTML,
                        Cases.selector("css tr"),
                        Cases.field("shop", "const S"),
                        Cases.withDefault("stock", "css .stock", 0L),
                        Cases.field("name", "css td")),
                Cases.page("text/html", "<table><tr><th>Name<tr><td>A</table>"));

        assertThat(extraction.items()).extracting(Item::position).containsExactly(1);
        assertThat(extraction.problems())
                .containsExactly(new Problem("items[0]", 0, "none of its fields was found", true));
    }

    @Test
    void makesAnItemOfWhatStandsAroundThePageWhereNothingElseIsAskedFor() {
        Extraction extraction = Cases.extract(
                Cases.items(Cases.field("page", "url"), Cases.field("kind", "header content-type")),
                Cases.page("text/html", "<p>"));

        assertThat(Cases.fields(extraction, 0)).isEqualTo(Map.of("page", Pages.URL, "kind", "text/html"));
    }

    @Test
    void looksInsideElementsOfJsonOnly() {
        Extraction extraction = Cases.extract(
                Cases.items(
                        PageType.JSON,
                        Cases.selector("json $.data.*"),
                        Cases.field("id", "json /id"),
                        Cases.field("tag", "json $.tags[0]"),
                        Cases.field("other", "json /data")),
                Cases.page("application/json", "{\"data\":[{\"id\":1,\"tags\":[\"x\"]},{\"id\":2}]}"));

        assertThat(Cases.fields(extraction, 0)).isEqualTo(Map.of("id", "1", "tag", "x"));
        assertThat(Cases.fields(extraction, 1)).isEqualTo(Map.of("id", "2"));
    }

    @Test
    void looksInsidePartsOfMarkupOnly() {
        Field[] fields = {
            Cases.field("css", "css b"),
            Cases.field("xpath", "xpath //b"),
            Cases.field("child", "xpath b/@k"),
            Cases.field("regex", "regex [A-Z]"),
            Cases.field("up", "xpath ../../b")
        };
        for (PageType type : List.of(PageType.HTML, PageType.XML)) {
            Extraction extraction = Cases.extract(
                    Cases.items(type, Cases.selector("xpath //li"), fields),
                    Cases.page("", "<ul><b k='0'>0</b><li><b k='1'>A</b></li><li><b k='2'>B</b></li></ul>"));

            assertThat(Cases.fields(extraction, 1))
                    .isEqualTo(Map.of("css", "B", "xpath", "B", "child", "2", "regex", "B"));
        }
    }

    @Test
    void takesPiecesOfTextForParts() {
        Extraction extraction = Cases.extract(
                Cases.items(
                        PageType.TEXT,
                        Cases.selector("regex (?m)^item: (.*)$"),
                        Cases.field("name", "regex ^\\w+"),
                        Cases.with(Cases.field("size", "regex \\d+"), new Transform.Whole('.'))),
                Cases.page("text/plain", "item: a 1\nno\nitem: b 2\n"));

        assertThat(Cases.fields(extraction, 1)).isEqualTo(Map.of("name", "b", "size", 2L));
    }

    @Test
    void readsSeveralKindsOfItemsFromAPage() {
        Rule rule = new Rule(
                "rule",
                PageType.AUTO,
                List.of(),
                List.of(
                        new ItemSpec("a", Selector.PAGE, List.of(Cases.field("f", "css h1"))),
                        new ItemSpec("b", Cases.selector("css p"), List.of(Cases.field("f", "css b")))));

        Extraction extraction = Cases.extract(rule, Cases.page("text/html", "<h1>x</h1><p><b>1</b><p><b>2</b>"));

        assertThat(extraction.items()).extracting(Item::type).containsExactly("a", "b", "b");
        assertThat(extraction.items()).extracting(Item::position).containsExactly(0, 0, 1);
        assertThat(extraction.matches())
                .extracting(Match::place)
                .containsExactly("items[0].fields.f", "items[1].each", "items[1].fields.f");
    }

    @Test
    void tellsPagesThatAreAskedForByPostApart() {
        Rule rule = Cases.items(Cases.field("f", "css p"));
        Request first = new Request(Pages.URL, new Ask("POST", "q=1", Map.of()), "", Map.of(), 0, 0, 0, 0, "");
        Request second = new Request(Pages.URL, new Ask("POST", "q=2", Map.of()), "", Map.of(), 0, 0, 0, 0, "");

        String one = Cases.extract(rule, Cases.page("", "<p>x"), first)
                .items()
                .get(0)
                .url();
        String two = Cases.extract(rule, Cases.page("", "<p>x"), second)
                .items()
                .get(0)
                .url();

        assertThat(one)
                .matches("http://example\\.org/dir/page\\.html#[0-9a-f]{16}")
                .isNotEqualTo(two);
        assertThat(Cases.extract(rule, Cases.page("", "<p>x"), first)
                        .items()
                        .get(0)
                        .url())
                .isEqualTo(one);
    }

    @Test
    void readsPagesInGbk() {
        for (String declared : List.of("text/html; charset=gbk", "text/html")) {
            byte[] body =
                    ("<meta charset=gb2312><h1>围城</h1><span class=作者>钱锺书</span>").getBytes(Charset.forName("GBK"));

            Extraction extraction = Cases.extract(
                    Cases.items(Cases.field("书名", "css h1"), Cases.field("作者", "css .作者")),
                    Pages.typed(Pages.URL, declared, body));

            assertThat(Cases.fields(extraction, 0)).isEqualTo(Map.of("书名", "围城", "作者", "钱锺书"));
        }
    }
}
