package caravan.task;

import caravan.task.Section.Range;
import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import caravan.task.tree.Sequence;
import caravan.task.tree.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads where a task starts. For one thread. */
final class SeedsReader {
    private static final int MOST = 100_000;
    private static final int MOST_CHARACTERS = 16 << 20;
    private static final int LONGEST_BODY = 100_000;
    private static final String POST = "POST";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", POST);

    private final Reading reading;
    private final Set<String> rules;
    private final List<Seed> seeds = new ArrayList<>();
    private long count;
    private long characters;
    private boolean full;

    /**
     * @param rules names of the task's
     */
    SeedsReader(Reading reading, Set<String> rules) {
        this.reading = reading;
        this.rules = rules;
    }

    List<Seed> read(Node node) {
        List<Node> entries = reading.list(node, "a list of URLs");
        if (node instanceof Sequence && entries.isEmpty()) {
            reading.fault(node, "the task has no seeds; expected at least one URL");
        }
        for (Node entry : entries) {
            if (entry instanceof Mapping) {
                reading.section(entry, Keys.SEED, "").ifPresent(this::section);
            } else {
                reading.text(entry, "a URL, or a mapping that has one").ifPresent(url -> add(entry, url, Seed::of));
            }
        }
        return seeds;
    }

    private void section(Section section) {
        Optional<Node> url = section.need("url", "a URL");
        String method = section.has("method") ? section.read("method", SeedsReader::method, POST) : "GET";
        String body = section.read("body", SeedsReader::body, "");
        section.find("body")
                .filter(node -> !method.equals(POST))
                .ifPresent(
                        node -> reading.fault(node, "is not sent by " + method + "; expected method: POST beside it"));
        String rule = rule(section);
        int priority = section.number("priority", Range.ANY, 0);
        Map<String, Object> carry = section.find("carry").map(this::carry).orElse(Map.of());
        Map<String, String> headers = section.find("headers")
                .map(new FetchingReader(reading)::headers)
                .orElse(Map.of());
        url.ifPresent(node -> reading.text(node, "a URL")
                .ifPresent(
                        text -> add(node, text, each -> new Seed(each, rule, priority, carry, method, body, headers))));
    }

    private String rule(Section section) {
        String rule = section.text("rule", "");
        section.find("rule")
                .filter(node -> !rule.isEmpty() && !rules.contains(rule))
                .ifPresent(node -> reading.fault(
                        node, "unknown rule " + Words.quoted(rule) + "; " + Words.suggestion(rule, rules)));
        return rule;
    }

    private void add(Node node, String text, Function<String, Seed> seed) {
        reading.parsed(node, Optional.of(text), UrlRanges::new).ifPresent(ranges -> {
            count += ranges.count(MOST);
            characters += ranges.count(MOST) * text.length();
            if (full) {
                return;
            }
            full = count > MOST || characters > MOST_CHARACTERS;
            if (full) {
                reading.fault(node, "makes it more than 100,000 seeds in all, or more than 16 MiB of them");
            } else {
                addAll(node, ranges.expand(), seed);
            }
        });
    }

    private void addAll(Node node, List<String> urls, Function<String, Seed> seed) {
        for (String url : urls) {
            Optional<String> fit = reading.parsed(node, Optional.of(url), SeedUrl::require);
            if (fit.isEmpty()) {
                return;
            }
            seeds.add(seed.apply(url));
        }
    }

    private Map<String, Object> carry(Node node) {
        Map<String, Object> values = new LinkedHashMap<>();
        reading.mapping(node, "names with values")
                .ifPresent(mapping -> mapping.entries().forEach((name, entry) -> {
                    FieldReader.checkName(name, entry.place(), reading);
                    reading.value(entry.value()).ifPresent(value -> values.put(name, Values.plain(value)));
                }));
        return values;
    }

    private static String method(String method) {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("method " + Words.quoted(method) + " is none of GET, HEAD, POST");
        }
        return method;
    }

    private static String body(String body) {
        if (body.length() > LONGEST_BODY) {
            throw new IllegalArgumentException("is longer than " + LONGEST_BODY + " characters");
        }
        return body;
    }
}
