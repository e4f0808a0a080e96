package caravan.task;

import caravan.ValueType;
import caravan.task.tree.Node;
import caravan.task.tree.Scalar;
import caravan.task.tree.Scalar.Type;
import caravan.task.tree.Sequence;
import caravan.task.tree.Words;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Values in a definition as values of items. Stateless. */
final class Values {
    /** A number with more digits than this would take long to write out. */
    private static final int MOST_DIGITS = 1000;

    private static final int MOST_OF_LONG = 18;

    private Values() {}

    /** What it is by itself. */
    static Object plain(Scalar scalar) {
        return switch (scalar.type()) {
            case WHOLE -> scalar.text().length() <= MOST_OF_LONG ? Long.valueOf(scalar.text()) : scalar.text();
            case DECIMAL -> scalar.text().length() <= MOST_OF_LONG ? plainNumber(scalar.text()) : scalar.text();
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case TEXT, NOTHING -> scalar.text();
        };
    }

    private static Object plainNumber(String text) {
        return isShort(text) ? new BigDecimal(text) : text;
    }

    /** @return the value as one of a field of that type; empty, and a fault told, where it is none */
    static Optional<Object> of(Node node, ValueType type, Reading reading) {
        if (type == ValueType.LIST) {
            return Optional.of(list(node, reading));
        }
        return reading.value(node)
                .flatMap(value -> reading.parsed(node, Optional.of(value.text()), text -> of(text, type)));
    }

    private static List<Object> list(Node node, Reading reading) {
        if (!(node instanceof Sequence)) {
            reading.unexpected(node, "a list, as the field is one");
            return List.of();
        }
        return Reading.oneOrMore(node).stream()
                .map(reading::value)
                .flatMap(Optional::stream)
                .map(Values::plain)
                .toList();
    }

    private static Object of(String text, ValueType type) {
        return switch (type) {
            case TEXT, LIST -> text;
            case INTEGER -> whole(text);
            case NUMBER -> number(text);
            case BOOLEAN -> bool(text);
            case DATE -> date(text);
            case TIMESTAMP -> instant(text);
        };
    }

    private static Object whole(String text) {
        if (Scalar.typeOf(text) != Type.WHOLE || text.length() > MOST_OF_LONG) {
            throw unlike(text, "a whole number, as the field is one");
        }
        return Long.valueOf(text);
    }

    private static Object number(String text) {
        Type type = Scalar.typeOf(text);
        if (type != Type.WHOLE && type != Type.DECIMAL || !isShort(text)) {
            throw unlike(text, "a number, as the field is one");
        }
        return new BigDecimal(text);
    }

    private static boolean isShort(String text) {
        try {
            return text.length() <= MOST_DIGITS && Math.abs(new BigDecimal(text).scale()) <= MOST_DIGITS;
        } catch (NumberFormatException e) {
            return false; // an exponent beyond all bounds
        }
    }

    private static Object bool(String text) {
        if (Scalar.typeOf(text) != Type.BOOLEAN) {
            throw unlike(text, "true or false, as the field is one of them");
        }
        return Boolean.valueOf(text);
    }

    private static Object date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw unlike(text, "a date such as 2026-01-31, as the field is one");
        }
    }

    private static Object instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw unlike(text, "a point in time such as 2026-01-31T00:00:00Z, as the field is one");
        }
    }

    private static IllegalArgumentException unlike(String text, String expected) {
        return new IllegalArgumentException("is " + Words.quoted(text) + "; expected " + expected);
    }
}
