package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.ValueType;
import caravan.task.Field.Absence;
import caravan.task.Rule.PageType;
import caravan.task.Selector.Kind;
import caravan.task.Selector.Take;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each key of a definition comes to. {@code good/full.yaml} has all of them. */
class TaskReaderTest {
    private static final Task FULL = Tasks.codec().readYaml(Cases.text("good/full.yaml"), "full.yaml");
    private static final Map<String, Field> FIELDS = FULL.rule("book").orElseThrow().items().get(0).fields().stream()
            .collect(Collectors.toMap(Field::name, Function.identity()));

    @Test
    void readsWhereItStarts() {
        assertThat(FULL.seeds())
                .extracting(Seed::url)
                .containsExactly(
                        "https://shop.example/",
                        "https://shop.example/tag?start=0&page=09",
                        "https://shop.example/tag?start=0&page=10",
                        "https://shop.example/tag?start=25&page=09",
                        "https://shop.example/tag?start=25&page=10",
                        "https://shop.example/tag?start=50&page=09",
                        "https://shop.example/tag?start=50&page=10");
        assertThat(FULL.seeds().get(0)).isEqualTo(Seed.of("https://shop.example/"));
        assertThat(FULL.seeds().get(6))
                .isEqualTo(new Seed(
                        "https://shop.example/tag?start=50&page=10",
                        "shelf",
                        5,
                        Map.of("tag", "novels", "number", 7L, "price", new BigDecimal("1.50"), "new", true),
                        "POST",
                        "q=x",
                        Map.of("X-A", "b")));
    }

    @Test
    void readsHowItCrawls() {
        assertThat(FULL.scope()).isEqualTo(new Scope(Scope.Kind.DOMAIN, List.of("/book/", "/tag"), List.of("/login")));
        assertThat(FULL.limits())
                .isEqualTo(new TaskLimits(
                        5,
                        1000,
                        Duration.ofSeconds(1),
                        2,
                        List.of(
                                new RateLimit(1, Duration.ofSeconds(3), 1),
                                new RateLimit(20, Duration.ofSeconds(60), 20)),
                        Duration.ofSeconds(2)));
        assertThat(FULL.robots()).isEqualTo(Task.RobotsPolicy.IGNORE);
        assertThat(FULL.reload()).isTrue();
        assertThat(FULL.recrawl())
                .isEqualTo(new Recrawl(Duration.ofHours(1), Duration.ofDays(7), Recrawl.Unchanged.ITEMS));
        assertThat(FULL.fetching())
                .isEqualTo(new Fetching(
                        List.of("X/1.0 (+https://x.example)", "Y/1.0"),
                        Map.of("Accept-Language", "zh"),
                        Map.of("bid", "abc", "number", "7"),
                        true,
                        List.of("http://user:pw@10.0.0.1:3128", "socks5://10.0.0.2:1080"),
                        3));
        assertThat(FULL.outputs()).isEqualTo(new Outputs(List.of("books", "书籍"), List.of("pages")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "every 6h                                     | EVERY | 6h        | UTC",
                "0 3 * * *                                    | CRON  | 0 3 * * * | UTC",
                "{cron: '0 3 * * 1-5', zone: Europe/Berlin}   | CRON  | 0 3 * * 1-5 | Europe/Berlin",
            },
            quoteCharacter = '"')
    void readsWhenItIsRunAgain(String schedule, Schedule.Kind kind, String expression, String zone) {
        String written = schedule.startsWith("{") ? schedule : "'" + schedule + "'";
        assertThat(read("schedule: " + written).schedule()).isEqualTo(new Schedule(kind, expression, zone));
    }

    @Test
    void leavesWhatIsNotSaidToTheDefaults() {
        Task task = read("");
        assertThat(task)
                .isEqualTo(new Task(
                        "a",
                        "a",
                        List.of(Seed.of("http://a.example/")),
                        new Scope(Scope.Kind.HOST, List.of(), List.of()),
                        Tasks.DEFAULTS.limits(),
                        Task.RobotsPolicy.OBEY,
                        Fetching.PLAIN,
                        List.of(),
                        Outputs.DEFAULT,
                        false,
                        Schedule.ONCE,
                        Recrawl.DEFAULT,
                        true,
                        "{\"name\":\"a\",\"seeds\":[\"http://a.example/\"]}",
                        List.of()));
    }

    @Test
    void readsRulesInOrder() {
        assertThat(FULL.rules()).extracting(Rule::name).containsExactly("home", "shelf", "book");
        assertThat(FULL.rules()).extracting(Rule::type).containsExactly(PageType.AUTO, PageType.HTML, PageType.HTML);
        assertThat(FULL.rule("book").orElseThrow().items())
                .extracting(ItemSpec::type)
                .containsExactly("book", "评论");
        assertThat(FULL.rule("book").orElseThrow().items())
                .extracting(ItemSpec::each)
                .containsExactly(css("table tr"), new Selector(Kind.XPATH, "//div", "", Take.TEXT, "", ""));
    }

    @Test
    void readsWhichLinksAreFollowed() {
        assertThat(FULL.rules().get(0).follows())
                .containsExactly(
                        new Follow(Selector.PAGE, link(css("a.shelf")), "home", 0, List.of(), 0, List.of(), List.of()));
        List<Follow> follows = FULL.rules().get(1).follows();
        assertThat(follows.get(0))
                .isEqualTo(new Follow(
                        css("li"),
                        link(css("a.book")),
                        "book",
                        1,
                        List.of(field("category", css("h1")), field("名", css("h2"))),
                        100,
                        List.of("/book/"),
                        List.of("/old/")));
        assertThat(follows.get(1).link())
                .isEqualTo(link(
                        new Selector(Kind.XPATH, "//a[@rel='next']", "", Take.ATTRIBUTE, "href", "page=\\d+"),
                        new Transform.Template("https://shop.example/?{}")));
        assertThat(follows.get(1).rule()).isEqualTo("shelf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "title    | CSS    | h1                                    | TEXT      | ''   | ''",
                "cover    | CSS    | img.cover                             | ATTRIBUTE | src  | ''",
                "blurb    | CSS    | .blurb                                | HTML      | ''   | ''",
                "isbn     | XPATH  | //th[.='ISBN']/following-sibling::td  | TEXT      | ''   | ''",
                "year     | REGEX  | \\b(?:19)?\\d\\d\\b                  | TEXT      | ''   | ''",
                "stock    | CSS    | .stock                                | TEXT      | ''   | (\\d+) left",
                "shop     | CONST  | Bookshop                              | TEXT      | ''   | ''",
                "category | CARRY  | category                              | TEXT      | ''   | ''",
                "page     | URL    | ''                                    | TEXT      | ''   | ''",
                "server   | HEADER | Server                                | TEXT      | ''   | ''",
                "first    | CSS    | .tag                                  | TEXT      | ''   | ''",
            })
    void readsWhereValuesAreFound(
            String field, Kind kind, String expression, Take take, String attribute, String pattern) {
        assertThat(FIELDS.get(field).selector())
                .isEqualTo(new Selector(kind, bare(expression), "", take, bare(attribute), bare(pattern)));
    }

    private static String bare(String cell) {
        return cell.equals("''") ? "" : cell;
    }

    @Test
    void readsExpressionsOfOtherLanguagesAsTheyAre() {
        assertThat(FIELDS.get("x").selector())
                .isEqualTo(new Selector(Kind.LANGUAGE, "${body}", "simple", Take.TEXT, "", ""));
    }

    @Test
    void readsWhatAMissingValueMeans() {
        assertThat(FIELDS.get("title").absence()).isEqualTo(new Absence.Leave());
        assertThat(FIELDS.get("isbn").absence()).isEqualTo(new Absence.Require());
        assertThat(FIELDS.get("stock").absence()).isEqualTo(new Absence.Use("0"));
        assertThat(FIELDS.get("year").absence()).isEqualTo(new Absence.Use(1900L));
        assertThat(FIELDS.get("tags").absence()).isEqualTo(new Absence.Use(List.of("a", 1L)));
        assertThat(FIELDS.get("tags").all()).isTrue();
        assertThat(FIELDS.get("title").all()).isFalse();
    }

    @Test
    void readsTransforms() {
        assertTransforms("price", new Transform.Replace("£(\\d)", "$1"), new Transform.Number('.'));
        assertTransforms("cover", new Transform.AbsoluteUrl());
        assertTransforms(
                "day",
                new Transform.Trim(),
                new Transform.Lower(),
                new Transform.Upper(),
                new Transform.Date("iso", ZoneOffset.UTC, Locale.ENGLISH, false));
        assertTransforms("when", new Transform.Date("iso", ZoneId.of("UTC"), Locale.ENGLISH, true));
        assertTransforms(
                "posted", new Transform.Date("d MMM yyyy HH:mm", ZoneId.of("Asia/Shanghai"), Locale.CHINESE, true));
        assertTransforms("european", new Transform.Number(','));
        assertTransforms("whole", new Transform.Whole(','));
        assertTransforms("some", new Transform.Bool(List.of("yes", "有")));
        assertTransforms("more", new Transform.Bool(List.of("true", "yes", "1", "on")));
        assertTransforms("words", new Transform.Split(","), new Transform.Join("; "));
    }

    @ParameterizedTest
    @CsvSource({
        "title, TEXT",
        "price, NUMBER",
        "year, INTEGER",
        "tags, LIST",
        "more, BOOLEAN",
        "day, DATE",
        "when, TIMESTAMP"
    })
    void knowsWhatFieldsHold(String field, ValueType type) {
        assertThat(FIELDS.get(field).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"integer, 7, 7", "number, 1.50, 1.50", "boolean, true, true", "date, 2026-01-31, 2026-01-31"})
    void takesADefaultOfTheKindThatTheFieldHolds(String transform, String value, String expected) {
        Task task = read(
                "rules: {r: {items: {fields: {f: {css: a, transform: " + transform + ", default: " + value + "}}}}}");
        Absence absence = task.rules().get(0).items().get(0).fields().get(0).absence();
        assertThat(((Absence.Use) absence).value()).hasToString(expected).isNotInstanceOf(String.class);
    }

    @Test
    void takesNamesInAnyScript() {
        Task task = Tasks.codec().readYaml("""
                name: 豆瓣_书单
                seeds: [{url: https://shop.example/, rule: 数据tag, carry: {标签: 小说}}]
                rules:
                  数据tag: {follow: {css: a, rule: كتب}}
                  كتب: {items: {type: книга, fields: {书名: h1, शीर्षक: h2, ชื่อ: h3}}}
                """, "names.yaml");
        assertThat(task.name()).isEqualTo("豆瓣_书单");
        assertThat(task.seeds().get(0).carry()).containsEntry("标签", "小说");
        assertThat(task.rules().get(1).items().get(0).fields())
                .extracting(Field::name)
                .containsExactly("书名", "शीर्षक", "ชื่อ");
    }

    @Test
    void letsTheNetworkBringExpressionsOnlyWhereTheOperatorAllowsThem() {
        String json = FULL.document();
        assertThatThrownBy(() -> Tasks.codec().readJson(json, "body"))
                .hasMessageContaining("rules.book.items[0].fields.x.expression: expressions are refused")
                .hasMessageContaining("caravan.task.scripts=true");
        TaskDefaults allowing =
                new TaskDefaults(Tasks.DEFAULTS.limits(), Tasks.DEFAULTS.scope(), Tasks.DEFAULTS.robots(), true);
        assertThat(new TaskCodec(allowing).readJson(json, "body").privateAllowed())
                .isFalse();
        assertThat(Tasks.codec().readJson(json, "file", true)).isEqualTo(FULL);
    }

    private static void assertTransforms(String field, Transform... transforms) {
        assertThat(FIELDS.get(field).transforms()).containsExactly(transforms);
    }

    private static Task read(String more) {
        return Tasks.codec().readYaml("name: a\nseeds: [http://a.example/]\n" + more, "a.yaml");
    }

    private static Selector css(String css) {
        return new Selector(Kind.CSS, css, "", Take.TEXT, "", "");
    }

    private static Field field(String name, Selector selector) {
        return new Field(name, selector, false, new Absence.Leave(), List.of());
    }

    private static Field link(Selector selector, Transform... transforms) {
        return new Field("link", selector, true, new Absence.Leave(), List.of(transforms));
    }
}
