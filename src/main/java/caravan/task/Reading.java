package caravan.task;

import caravan.task.Section.Range;
import caravan.task.tree.Faults;
import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import caravan.task.tree.Place;
import caravan.task.tree.Scalar;
import caravan.task.tree.Scalar.Type;
import caravan.task.tree.Sequence;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the readers of a definition's parts share: they take values out of the document, with parameters filled in, and
 * gather every fault, so that all are told at once. A value at fault is empty, or what stands in for it. For one
 * thread.
 */
final class Reading {
    private static final int MOST_DIGITS = 18;

    private final Faults faults;
    private final Parameters parameters;
    private final boolean scriptsAllowed;

    Reading(Faults faults, Parameters parameters, boolean scriptsAllowed) {
        this.faults = faults;
        this.parameters = parameters;
        this.scriptsAllowed = scriptsAllowed;
    }

    boolean scriptsAllowed() {
        return scriptsAllowed;
    }

    /** Whether nothing is wrong so far and no value is missing, so that conclusions from the whole can be drawn. */
    boolean isSound() {
        return faults.isEmpty() && parameters.missing().isEmpty();
    }

    /** What depends on a value that is not given yet is looked at once it is. */
    void fault(Node node, String message) {
        if (!(node instanceof Scalar scalar && parameters.isOpen(scalar))) {
            faults.add(node.place(), message);
        }
    }

    void fault(Place place, String message) {
        faults.add(place, message);
    }

    /** Says what a node is, and what it should be. */
    void unexpected(Node node, String expected) {
        String hint = "";
        if (node instanceof Scalar scalar && expected.startsWith("text")) {
            hint = scalar.type() == Type.NOTHING ? "" : "; put it in quotes";
        }
        Node shown = node instanceof Scalar scalar ? parameters.fill(scalar) : node;
        fault(node, "is " + shown.described() + "; expected " + expected + hint);
    }

    /** @return the keys and values, with those that are not known told as faults */
    Optional<Section> section(Node node, List<String> known, String expected) {
        if (node instanceof Mapping mapping) {
            Section section = new Section(mapping, this);
            section.refuseUnknown(known);
            return Optional.of(section);
        }
        unexpected(node, expected);
        return Optional.empty();
    }

    Optional<Mapping> mapping(Node node, String expected) {
        if (node instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        unexpected(node, expected);
        return Optional.empty();
    }

    /** @return the entries; none when it is no list */
    List<Node> list(Node node, String expected) {
        if (node instanceof Sequence sequence) {
            return sequence.items();
        }
        unexpected(node, expected);
        return List.of();
    }

    /** @return the entries of a list, or the one that stands alone */
    static List<Node> oneOrMore(Node node) {
        return node instanceof Sequence sequence ? sequence.items() : List.of(node);
    }

    static boolean isText(Node node) {
        return node instanceof Scalar scalar && scalar.type() == Type.TEXT;
    }

    /** What is written as a text. */
    Optional<String> text(Node node) {
        return text(node, "text");
    }

    Optional<String> text(Node node, String expected) {
        if (node instanceof Scalar scalar && isText(node)) {
            return Optional.of(parameters.fill(scalar).text());
        }
        unexpected(node, expected);
        return Optional.empty();
    }

    /** The same as it stands there, whatever it holds. */
    Optional<String> rawText(Node node) {
        if (node instanceof Scalar scalar && isText(node)) {
            return Optional.of(scalar.text());
        }
        unexpected(node, "text");
        return Optional.empty();
    }

    /** A text, number or boolean. */
    Optional<Scalar> value(Node node) {
        if (node instanceof Scalar scalar && scalar.type() != Type.NOTHING) {
            return Optional.of(parameters.fill(scalar));
        }
        unexpected(node, "a text, a number, true or false");
        return Optional.empty();
    }

    /** The same as a text. */
    Optional<String> valueText(Node node) {
        return value(node).map(Scalar::text);
    }

    /** @return the least of the range where it is none of it */
    long whole(Node node, Range range) {
        if (node instanceof Scalar scalar && parameters.fill(scalar).type() == Type.WHOLE) {
            String digits = parameters.fill(scalar).text();
            if (digits.length() <= MOST_DIGITS && range.has(Long.parseLong(digits))) {
                return Long.parseLong(digits);
            }
        }
        unexpected(node, range.toString());
        return range.least();
    }

    Optional<Boolean> flag(Node node) {
        if (node instanceof Scalar scalar && parameters.fill(scalar).type() == Type.BOOLEAN) {
            return Optional.of(Boolean.valueOf(parameters.fill(scalar).text()));
        }
        unexpected(node, "true or false");
        return Optional.empty();
    }

    /**
     * @param read throws IllegalArgumentException with a message for whoever wrote the text
     */
    <T> Optional<T> parsed(Node node, Optional<String> text, Function<String, T> read) {
        try {
            return text.map(read);
        } catch (IllegalArgumentException e) {
            fault(node, e.getMessage());
            return Optional.empty();
        }
    }

    <T> Optional<T> parsed(Node node, Function<String, T> read) {
        return parsed(node, text(node), read);
    }

    /** Texts that all pass a check, in a list, or one that stands alone. */
    List<String> texts(Collection<Node> nodes, Consumer<String> check) {
        return nodes.stream()
                .map(node -> parsed(node, text -> {
                    check.accept(text);
                    return text;
                }))
                .flatMap(Optional::stream)
                .toList();
    }
}
