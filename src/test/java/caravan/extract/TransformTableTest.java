package caravan.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import caravan.ValueType;
import caravan.extract.Extraction.Problem;
import caravan.parse.Tables;
import caravan.task.Field;
import caravan.task.Rule.PageType;
import caravan.task.Selector;
import caravan.task.Transform;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTableTest {

    static Stream<List<String>> transforms() {
        return Tables.rows("/extract/transforms.txt");
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void makesWhatItSays(List<String> row) {
        boolean list = row.get(1).startsWith("[");
        String inner = list ? row.get(1).substring(1, row.get(1).length() - 1) : row.get(1);
        String page = list ? inner.replace(", ", "\n") : inner;
        Field field = Cases.with(
                Cases.field("f", "regex (?m)^.*$", list ? "all" : ""),
                Stream.of(row.get(0).split(" \\+ "))
                        .map(TransformTableTest::transform)
                        .toArray(Transform[]::new));

        Extraction extraction =
                Cases.extract(Cases.items(PageType.TEXT, Selector.PAGE, field), Cases.page("text/plain", page));

        assertThat(outcome(extraction)).isEqualTo(row.get(2));
        Cases.value(extraction).ifPresent(value -> assertThat(typeOf(value)).isEqualTo(field.type()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace:a:$1", "replace:(a):$x", "date:qqqqqqq", "date:'"})
    void refusesWhatCannotBeDone(String transform) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Extractor.check(
                        Cases.items(Cases.with(Cases.field("f", "css a"), TransformTableTest.transform(transform)))))
                .withMessageStartingWith("items[0].fields.f: ");
    }

    @Test
    void keepsTextsThatGrowWithinThePage() {
        Field field = Cases.with(
                Cases.field("f", "regex (?s).*"),
                new Transform.Replace(".", "$0$0$0$0"),
                new Transform.Replace(".", "$0$0$0$0"));

        Extraction extraction = Cases.extract(
                Cases.items(PageType.TEXT, Selector.PAGE, field), Cases.page("text/plain", "x".repeat(1_000_000)));

        assertThat(extraction.items()).isEmpty();
        assertThat(extraction.problems())
                .first()
                .extracting(Problem::reason)
                .isEqualTo("the text grows longer than the page");
    }

    @Test
    void readsNoNumberOfAMillionDigits() {
        Extraction extraction = Cases.extract(
                Cases.items(PageType.TEXT, Selector.PAGE, Cases.required("f", "regex .+", new Transform.Number('.'))),
                Cases.page("text/plain", "1".repeat(1_000_000)));

        assertThat(extraction.problems())
                .singleElement()
                .extracting(Problem::reason)
                .asString()
                .endsWith("…' is not a number");
    }

    private static String outcome(Extraction extraction) {
        String problems = extraction.problems().stream()
                .filter(problem -> !problem.dropped())
                .map(Problem::reason)
                .collect(Collectors.joining(" and "));
        Optional<Object> value = Cases.value(extraction);
        if (value.isPresent()) {
            return Values.text(value.get()) + (problems.isEmpty() ? "" : " and " + problems);
        }
        boolean several = problems.contains(" and ");
        return "! " + (problems.isEmpty() || several ? "nothing found" : problems);
    }

    private static ValueType typeOf(Object value) {
        return value instanceof List
                ? ValueType.LIST
                : value instanceof BigDecimal
                        ? ValueType.NUMBER
                        : value instanceof Long
                                ? ValueType.INTEGER
                                : value instanceof Boolean
                                        ? ValueType.BOOLEAN
                                        : value instanceof LocalDate
                                                ? ValueType.DATE
                                                : value instanceof Instant ? ValueType.TIMESTAMP : ValueType.TEXT;
    }

    /** Such as {@code number,} or {@code date:FORMAT:ZONE:LOCALE}, in which a tilde stands for a colon. */
    private static Transform transform(String written) {
        int colon = written.indexOf(':');
        String rest = colon < 0 ? "" : written.substring(colon + 1);
        return switch (colon < 0 ? written : written.substring(0, colon)) {
            case "trim" -> new Transform.Trim();
            case "lower" -> new Transform.Lower();
            case "upper" -> new Transform.Upper();
            case "number" -> new Transform.Number('.');
            case "number," -> new Transform.Number(',');
            case "integer" -> new Transform.Whole('.');
            case "integer," -> new Transform.Whole(',');
            case "boolean" ->
                new Transform.Bool(rest.isEmpty() ? List.of("true", "yes", "1", "on") : Arrays.asList(rest.split(",")));
            case "date" -> date(rest, false);
            case "time" -> date(rest, true);
            case "absolute-url" -> new Transform.AbsoluteUrl();
            case "replace" -> replace(rest);
            case "split" -> new Transform.Split(rest);
            case "join" -> new Transform.Join(rest);
            default -> new Transform.Template(rest);
        };
    }

    private static Transform replace(String rest) {
        int colon = rest.lastIndexOf(':');
        return new Transform.Replace(rest.substring(0, colon), rest.substring(colon + 1));
    }

    private static Transform date(String rest, boolean hasTime) {
        String[] parts = rest.split(":");
        return new Transform.Date(
                rest.isEmpty() ? "iso" : parts[0].replace('~', ':'),
                ZoneId.of(parts.length > 1 ? parts[1] : "UTC"),
                parts.length > 2 ? Locale.forLanguageTag(parts[2]) : Locale.ENGLISH,
                hasTime);
    }
}
