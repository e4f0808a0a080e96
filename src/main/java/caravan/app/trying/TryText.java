package caravan.app.trying;

import caravan.app.client.Table;
import caravan.app.client.Table.Column;
import caravan.crawl.Item;
import caravan.extract.Extraction;
import caravan.extract.Extraction.Link;
import caravan.extract.Extraction.Problem;
import caravan.pipeline.Tryout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of trying a rule on a page, for people: tables of matches, items, links and problems. */
public final class TryText {
    /** More are there, but nobody reads them. */
    private static final int MAX_ROWS = 100;

    private static final int MAX_CELL = 48;

    private TryText() {}

    public static String of(Tryout.Result result) {
        Extraction found = result.extraction();
        return Stream.of(title(result), matches(found), items(found), links(found), problems(found))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String title(Tryout.Result result) {
        String page = result.page()
                .map(answer -> " (" + answer.status() + ", "
                        + answer.header("content-type").orElse("no content type") + ", " + answer.bytes() + " bytes)")
                .orElse("");
        String url = result.page().map(answer -> answer.url()).orElse(result.url());
        return "rule " + result.rule() + " on " + url + page + "\n";
    }

    private static String matches(Extraction found) {
        Table table = new Table(Column.right("MATCHES"), Column.left("SELECTOR"), Column.left("PLACE"));
        found.matches()
                .forEach(match -> table.row(String.valueOf(match.count()), cut(match.selector()), match.place()));
        return found.matches().isEmpty() ? "" : table.text();
    }

    private static String items(Extraction found) {
        Map<String, List<Item>> byType = found.items().stream()
                .collect(Collectors.groupingBy(Item::type, LinkedHashMap::new, Collectors.toList()));
        return byType.isEmpty()
                ? "no items\n"
                : byType.entrySet().stream()
                        .map(type -> items(type.getKey(), type.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String items(String type, List<Item> items) {
        List<String> names = new ArrayList<>(items.get(0).types().keySet());
        List<Column> columns = new ArrayList<>();
        columns.add(Column.right("#"));
        names.forEach(name -> columns.add(Column.left(name)));
        Table table = new Table(columns.toArray(Column[]::new));
        items.stream().limit(MAX_ROWS).forEach(item -> table.row(row(item, names)));
        return count(items.size(), "item") + " of type " + type + "\n" + table.text() + more(items.size());
    }

    private static String[] row(Item item, List<String> names) {
        Stream<String> values = names.stream()
                .map(name -> Optional.ofNullable(item.fields().get(name))
                        .map(TryText::cell)
                        .orElse(""));
        return Stream.concat(Stream.of(String.valueOf(item.position())), values).toArray(String[]::new);
    }

    private static String links(Extraction found) {
        if (found.links().isEmpty()) {
            return "no links to follow\n";
        }
        Table table =
                new Table(Column.left("RULE"), Column.right("PRIORITY"), Column.left("URL"), Column.left("CARRIES"));
        found.links().stream()
                .limit(MAX_ROWS)
                .forEach(link -> table.row(link.rule(), String.valueOf(link.priority()), link.url(), carries(link)));
        return count(found.links().size(), "link") + " to follow\n" + table.text()
                + more(found.links().size());
    }

    private static String carries(Link link) {
        return link.carry().entrySet().stream()
                .map(value -> value.getKey() + "=" + cell(value.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String problems(Extraction found) {
        if (found.problems().isEmpty()) {
            return "";
        }
        Table table = new Table(Column.left("PLACE"), Column.right("#"), Column.left("PROBLEM"), Column.left("SO"));
        for (Problem problem : found.problems().stream().limit(MAX_ROWS).toList()) {
            String so = problem.dropped() ? "dropped" : "";
            table.row(problem.place(), String.valueOf(problem.position()), problem.reason(), so);
        }
        return count(found.problems().size(), "problem") + "\n" + table.text()
                + more(found.problems().size());
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String more(int size) {
        return size > MAX_ROWS ? "… and " + (size - MAX_ROWS) + " more; --json shows all\n" : "";
    }

    private static String cell(Object value) {
        return cut(value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value));
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_CELL
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_CELL - 1)) + "…";
    }
}
