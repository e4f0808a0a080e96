package caravan.extract;

import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.parse.Pages;
import caravan.task.Fetching;
import caravan.task.Field;
import caravan.task.Field.Absence;
import caravan.task.Follow;
import caravan.task.ItemSpec;
import caravan.task.Outputs;
import caravan.task.Recrawl;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Schedule;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Selector;
import caravan.task.Selector.Kind;
import caravan.task.Selector.Take;
import caravan.task.Task;
import caravan.task.TaskLimits;
import caravan.task.Transform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rules, pages and extractors for tests, in few words. */
public final class Cases {
    public static final Languages UPPER_ONLY = (language, expression, text, page, carry) -> {
        if (!language.equals("upper")) {
            throw new IllegalArgumentException("no language '" + language + "'");
        }
        return text.toUpperCase(Locale.ROOT) + expression + carry;
    };
    public static final Extractor EXTRACTOR =
            new Extractor(new ExtractLimits(6_000, 200_000, 10_000_000), "Caravan", UPPER_ONLY);

    private Cases() {}

    /** Such as {@code css a.x} or {@code xpath //a}. */
    public static Selector selector(String written) {
        int space = written.indexOf(' ');
        String kind = space < 0 ? written : written.substring(0, space);
        String expression = space < 0 ? "" : written.substring(space + 1);
        return kind.equals("upper")
                ? new Selector(Kind.LANGUAGE, expression, kind, Take.TEXT, "", "")
                : new Selector(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), expression, "", Take.TEXT, "", "");
    }

    /** With some of {@code all}, {@code html}, {@code attr=…}, {@code regex=…}, a blank between. */
    public static Field field(String name, String written, String options) {
        Selector selector = selector(written);
        boolean all = false;
        for (String option : options.isEmpty() ? new String[0] : options.split(" ")) {
            String value = option.substring(option.indexOf('=') + 1);
            all |= option.equals("all");
            boolean attribute = option.startsWith("attr=");
            selector = new Selector(
                    selector.kind(),
                    selector.expression(),
                    selector.language(),
                    option.equals("html") ? Take.HTML : attribute ? Take.ATTRIBUTE : selector.take(),
                    attribute ? value : selector.attribute(),
                    option.startsWith("regex=") ? value : selector.pattern());
        }
        return new Field(name, selector, all, new Absence.Leave(), List.of());
    }

    public static Field field(String name, String written) {
        return field(name, written, "");
    }

    public static Field required(String name, String written, Transform... transforms) {
        return new Field(name, selector(written), false, new Absence.Require(), List.of(transforms));
    }

    public static Field withDefault(String name, String written, Object value, Transform... transforms) {
        return new Field(name, selector(written), false, new Absence.Use(value), List.of(transforms));
    }

    public static Field with(Field field, Transform... transforms) {
        return new Field(field.name(), field.selector(), field.all(), field.absence(), List.of(transforms));
    }

    public static Rule items(PageType type, Selector each, Field... fields) {
        return new Rule("rule", type, List.of(), List.of(new ItemSpec("thing", each, List.of(fields))));
    }

    public static Rule items(Field... fields) {
        return items(PageType.AUTO, Selector.PAGE, fields);
    }

    public static Rule follows(PageType type, Follow... follows) {
        return new Rule("rule", type, List.of(follows), List.of());
    }

    public static Follow follow(String written) {
        return follow(Selector.PAGE, field("link", written, "all"), 0);
    }

    public static Follow follow(Selector each, Field link, int limit, Field... carry) {
        return new Follow(each, link, "next", 3, List.of(carry), limit, List.of(), List.of());
    }

    public static Extraction extract(Rule rule, Page page) {
        return extract(rule, page, Request.seed(Pages.URL));
    }

    public static Extraction extract(Rule rule, Page page, Request request) {
        return EXTRACTOR.extract(task(rule, Task.RobotsPolicy.OBEY), rule, page, request);
    }

    public static Task task(Rule rule, Task.RobotsPolicy robots) {
        return new Task(
                "图书",
                "books",
                List.of(Seed.of(Pages.URL)),
                new Scope(Scope.Kind.HOST, List.of(), List.of()),
                new TaskLimits(1, 0, Duration.ZERO, 1),
                robots,
                Fetching.PLAIN,
                List.of(rule),
                Outputs.DEFAULT,
                false,
                Schedule.ONCE,
                Recrawl.DEFAULT,
                false,
                "",
                List.of());
    }

    public static Page page(String media, String text) {
        return Pages.typed(Pages.URL, media, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of field {@code f} of the only item. */
    public static Optional<Object> value(Extraction extraction) {
        return extraction.items().stream()
                .findFirst()
                .flatMap(item -> Optional.ofNullable(item.fields().get("f")));
    }

    public static Map<String, Object> fields(Extraction extraction, int item) {
        return extraction.items().get(item).fields();
    }
}
