package caravan.task;

import caravan.task.tree.Mapping.Entry;
import caravan.task.tree.Node;
import caravan.task.tree.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads the steps from what stands on a page to what is stored. For one thread. */
record TransformReader(Reading reading) {
    private static final int MOST = 100;
    private static final int LONGEST = 4000;
    private static final List<String> TRUE = List.of("true", "yes", "1", "on");
    /** What follows a dollar sign that no backslash stands before. */
    private static final Pattern GROUP = Pattern.compile("\\\\.|\\$(\\d?)");

    List<Transform> read(Node node) {
        List<Node> entries = Reading.oneOrMore(node);
        if (entries.isEmpty() || entries.size() > MOST) {
            reading.fault(node, "has " + entries.size() + " steps; expected 1 to " + MOST + ", or leave the key out");
            return List.of();
        }
        List<Transform> transforms = new ArrayList<>();
        entries.forEach(entry -> one(entry).ifPresent(transforms::add));
        return transforms;
    }

    private Optional<Transform> one(Node node) {
        if (Reading.isText(node)) {
            return reading.parsed(node, TransformReader::named);
        }
        return reading.section(node, Keys.TRANSFORM, "a transform: one of " + String.join(", ", Keys.TRANSFORM))
                .flatMap(this::withOptions);
    }

    private static Transform named(String name) {
        return switch (name) {
            case "trim" -> new Transform.Trim();
            case "lower" -> new Transform.Lower();
            case "upper" -> new Transform.Upper();
            case "number" -> new Transform.Number('.');
            case "integer" -> new Transform.Whole('.');
            case "boolean" -> new Transform.Bool(TRUE);
            case "date" -> Dates.iso(Optional.empty(), Dates.ENGLISH);
            case "absolute-url" -> new Transform.AbsoluteUrl();
            case "replace", "split", "join", "template" ->
                throw new IllegalArgumentException("transform '" + name + "' needs more; expected {" + name + ": …}");
            default ->
                throw new IllegalArgumentException(
                        "unknown transform " + Words.quoted(name) + "; " + Words.suggestion(name, Keys.TRANSFORM));
        };
    }

    private Optional<Transform> withOptions(Section section) {
        Map<String, Entry> entries = section.mapping().entries();
        if (entries.size() != 1) {
            reading.fault(
                    section.place(),
                    "has " + entries.size() + " keys; expected one transform, or a list with each in its place");
            return Optional.empty();
        }
        String name = entries.keySet().iterator().next();
        return options(name, entries.get(name).value());
    }

    private Optional<Transform> options(String name, Node options) {
        return switch (name) {
            case "number" -> decimal(options).map(Transform.Number::new);
            case "integer" -> decimal(options).map(Transform.Whole::new);
            case "boolean" -> Optional.of(new Transform.Bool(words(options)));
            case "date" -> date(options);
            case "replace" -> replace(options);
            case "split" -> text(options).map(Transform.Split::new);
            case "join" -> reading.text(options).map(Transform.Join::new);
            case "template" -> reading.parsed(options, TransformReader::template);
            case "trim", "lower", "upper", "absolute-url" -> {
                reading.fault(options, name + " takes no options; expected " + name + " alone");
                yield Optional.empty();
            }
            default -> Optional.empty(); // unknown, and told of
        };
    }

    private Optional<Character> decimal(Node node) {
        return reading.section(node, Keys.NUMBER, "a mapping with decimal")
                .flatMap(section -> section.need("decimal", "'.' or ','"))
                .flatMap(mark -> reading.parsed(mark, text -> {
                    if (!text.equals(".") && !text.equals(",")) {
                        throw new IllegalArgumentException("is " + Words.quoted(text) + "; expected '.' or ','");
                    }
                    return text.charAt(0);
                }));
    }

    private List<String> words(Node node) {
        List<Node> words = Reading.oneOrMore(node);
        if (words.isEmpty() || words.size() > MOST) {
            reading.fault(node, "has " + words.size() + " words; expected 1 to " + MOST + " that mean true");
        }
        return words.stream()
                .map(reading::valueText)
                .flatMap(Optional::stream)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private Optional<Transform> date(Node node) {
        return reading.section(node, Keys.DATE, "a mapping with format, zone, locale")
                .flatMap(section -> {
                    Locale locale = section.read("locale", Dates::locale, Dates.ENGLISH);
                    var zone = section.find("zone").flatMap(each -> reading.parsed(each, Dates::zone));
                    return section.find("format")
                            .map(format -> reading.<Transform>parsed(format, text -> Dates.of(text, zone, locale)))
                            .orElseGet(() -> Optional.of(Dates.iso(zone, locale)));
                });
    }

    private Optional<Transform> replace(Node node) {
        return reading.section(node, Keys.REPLACE, "a mapping with pattern and with")
                .flatMap(section -> {
                    Optional<String> pattern = section.need("pattern", "an RE2 pattern")
                            .flatMap(each -> reading.parsed(each, Expressions::regex));
                    Optional<Node> with = section.need("with", "the text that takes its place");
                    return pattern.flatMap(regex -> with.flatMap(each -> reading.<Transform>parsed(
                            each, text -> new Transform.Replace(regex, replacement(regex, text)))));
                });
    }

    private static String replacement(String pattern, String with) {
        int groups = Scope.compile(pattern).groupCount();
        for (MatchResult found : GROUP.matcher(with).results().toList()) {
            String group = found.group(1);
            if (group != null && (group.isEmpty() || Integer.parseInt(group) > groups)) {
                throw new IllegalArgumentException(Words.quoted(with) + " refers to a group that "
                        + "the pattern has not; expected $0 to $" + groups + ", or \\$ for a dollar sign");
            }
        }
        return with;
    }

    private Optional<String> text(Node node) {
        return reading.parsed(node, text -> {
            if (text.isEmpty() || text.length() > LONGEST) {
                throw new IllegalArgumentException("expected 1 to " + LONGEST + " characters");
            }
            return text;
        });
    }

    private static Transform template(String text) {
        if (!text.contains("{}") || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    Words.quoted(text) + " is no template; expected a text with {} where the value goes");
        }
        return new Transform.Template(text);
    }
}
