package caravan.task;

import caravan.HeaderRules;
import caravan.task.Section.Range;
import caravan.task.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads how a task's requests look to servers. For one thread. */
record FetchingReader(Reading reading) {
    private static final int MOST_IN_TURN = 1000;
    private static final int MOST_RETRIES = 100;
    private static final String PAIRS = "names with values";

    Fetching read(Section task) {
        return new Fetching(
                inTurn(task, "user-agent", FetchingReader::agent),
                task.find("headers").map(this::headers).orElse(Map.of()),
                task.find("cookies").map(this::cookies).orElse(Map.of()),
                task.flag("cookie-jar", false),
                inTurn(task, "proxies", FetchingReader::proxy),
                task.number("retries", new Range(0, MOST_RETRIES), Fetching.PLAIN.retries()));
    }

    private List<String> inTurn(Section task, String key, Function<String, String> check) {
        List<Node> entries = task.oneOrMore(key);
        if (task.has(key) && (entries.isEmpty() || entries.size() > MOST_IN_TURN)) {
            task.find(key)
                    .ifPresent(node -> reading.fault(
                            node, "has " + entries.size() + " entries; expected 1 to 1,000, or leave the key out"));
            return List.of();
        }
        return entries.stream()
                .map(entry -> reading.parsed(entry, check))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String agent(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank; expected the name and contact of a user agent");
        }
        return HeaderRules.requireText("user agent", text);
    }

    private static String proxy(String text) {
        ProxyAddress.parse(text);
        return text;
    }

    Map<String, String> headers(Node node) {
        return pairs(node, HeaderRules::checkedHeaders);
    }

    private Map<String, String> cookies(Node node) {
        return pairs(node, HeaderRules::checkedCookies);
    }

    /** Each is checked by itself, so that its fault is told in its place, and then all of them together. */
    private Map<String, String> pairs(Node node, UnaryOperator<Map<String, String>> check) {
        Map<String, String> pairs = new LinkedHashMap<>();
        reading.mapping(node, PAIRS)
                .ifPresent(mapping -> mapping.entries().forEach((name, entry) -> reading.valueText(entry.value())
                        .flatMap(value -> reading.parsed(
                                entry.value(), Optional.of(value), text -> check.apply(Map.of(name, text))))
                        .ifPresent(pairs::putAll)));
        return reading.parsed(node, Optional.of(""), whole -> check.apply(pairs))
                .orElse(Map.of());
    }
}
