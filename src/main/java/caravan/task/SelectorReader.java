package caravan.task;

import caravan.task.Rule.PageType;
import caravan.task.Selector.Kind;
import caravan.task.Selector.Take;
import caravan.task.tree.Node;
import caravan.task.tree.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads where a value, or a part of a page, is found. For one thread.
 *
 * @param page what the selectors are for
 */
record SelectorReader(Reading reading, PageType page) {
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,50}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[^\\s\"'<>/=\\p{Cntrl}]{1,100}");
    private static final String REGEX = "regex";
    private static final Set<String> OF_ELEMENTS = Set.of("css", "xpath");

    /** A part of a page: a bare text is CSS. */
    Selector part(Node node) {
        Optional<Selector> bare = bare(node);
        return bare.isPresent()
                ? bare.get()
                : reading.section(node, Keys.EACH, "a CSS selector, or a mapping with one of " + list(Keys.EACH))
                        .map(section -> one(section, Keys.EACH))
                        .orElse(Selector.PAGE);
    }

    /** @return the selector that a bare text stands for; empty where it is none */
    Optional<Selector> bare(Node node) {
        if (!Reading.isText(node)) {
            return Optional.empty();
        }
        requireFit(node, "css");
        String css = reading.parsed(node, Expressions::css).orElse("");
        return Optional.of(new Selector(Kind.CSS, css, "", Take.TEXT, "", ""));
    }

    /**
     * @param kinds keys of which there must be one; regex may be another
     * @return what stands in for it where it is wrong
     */
    Selector one(Section section, List<String> kinds) {
        List<String> given = new ArrayList<>(kinds.stream().filter(section::has).toList());
        boolean narrowed = given.size() > 1 && given.remove(REGEX);
        if (given.size() != 1) {
            String found = given.isEmpty() ? "does not say where to look" : "has " + String.join(" and ", given);
            reading.fault(section.place(), found + "; expected one of " + list(kinds));
            return Selector.PAGE;
        }
        String kind = given.get(0);
        section.find(kind).ifPresent(node -> requireFit(node, kind));
        String expression =
                section.find(kind).flatMap(node -> expression(kind, node)).orElse("");
        String pattern = narrowed ? section.read(REGEX, Expressions::regex, "") : "";
        try {
            return new Selector(
                    kindOf(kind), expression, language(section), take(section, kind), attribute(section), pattern);
        } catch (IllegalArgumentException e) {
            return Selector.PAGE; // its pattern was told of
        }
    }

    private Optional<String> expression(String kind, Node node) {
        return switch (kind) {
            case "css" -> reading.parsed(node, Expressions::css);
            case "xpath" -> reading.parsed(node, Expressions::xpath);
            case "json" -> reading.parsed(node, Expressions::json);
            case REGEX -> reading.parsed(node, Expressions::regex);
            case "const" -> reading.valueText(node);
            case "carry" -> reading.parsed(node, FieldReader::requireName);
            case "header" -> reading.parsed(node, matching(HEADER, "name of a header"));
            case "expression" -> script(node);
            default -> onlyTrue(node);
        };
    }

    private Optional<String> onlyTrue(Node node) {
        reading.flag(node).filter(flag -> !flag).ifPresent(flag -> reading.unexpected(node, "true, or no such key"));
        return Optional.of("");
    }

    /** Parameters are not filled in: their values may come over the network, and must not become code. */
    private Optional<String> script(Node node) {
        if (!reading.scriptsAllowed()) {
            reading.fault(
                    node,
                    "expressions are refused in tasks that come over the network; the operator may allow"
                            + " them by caravan.task.scripts=true");
        }
        return reading.parsed(node, reading.rawText(node), Expressions::requireShort);
    }

    private String language(Section section) {
        boolean script = section.has("expression");
        if (script) {
            section.need("language", "the name of a Camel language, such as simple");
        } else {
            section.find("language").ifPresent(node -> reading.fault(node, "says nothing without an expression"));
        }
        return script ? section.read("language", matching(LANGUAGE, "name of a language"), "") : "";
    }

    private Take take(Section section, String kind) {
        List<String> takes =
                List.of("attr", "html", "text").stream().filter(section::has).toList();
        takes.stream().filter(take -> !OF_ELEMENTS.contains(kind)).forEach(take -> section.find(take)
                .ifPresent(
                        node -> reading.fault(node, "is of elements; expected css or xpath beside it, not " + kind)));
        if (takes.size() > 1) {
            reading.fault(section.place(), "has " + String.join(" and ", takes) + "; expected one of them at most");
        }
        section.find("text").ifPresent(this::onlyTrue);
        section.find("html").ifPresent(this::onlyTrue);
        if (section.has("attr")) {
            return Take.ATTRIBUTE;
        }
        return section.has("html") ? Take.HTML : Take.TEXT;
    }

    private String attribute(Section section) {
        return section.read("attr", matching(ATTRIBUTE, "name of an attribute"), "");
    }

    private void requireFit(Node node, String kind) {
        Set<String> unfit =
                switch (page) {
                    case AUTO -> Set.of();
                    case HTML, XML, SITEMAP -> Set.of("json");
                    case JSON -> OF_ELEMENTS;
                    case TEXT -> Set.of("css", "xpath", "json");
                };
        if (unfit.contains(kind)) {
            String expected = page == PageType.JSON ? "json or regex" : page == PageType.TEXT ? REGEX : "css or xpath";
            reading.fault(
                    node,
                    kind + " finds nothing, as the rule says page: "
                            + page.name().toLowerCase(Locale.ROOT) + "; expected " + expected);
        }
    }

    private static Function<String, String> matching(Pattern pattern, String what) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(Words.quoted(text) + " is no " + what);
            }
            return text;
        };
    }

    private static Kind kindOf(String key) {
        return key.equals("expression") ? Kind.LANGUAGE : Kind.valueOf(key.toUpperCase(Locale.ROOT));
    }

    private static String list(List<String> words) {
        return String.join(", ", words);
    }
}
