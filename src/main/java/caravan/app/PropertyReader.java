package caravan.app;

import caravan.CaravanException;
import caravan.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads typed values out of merged properties and gathers every fault, so that all are told at once. */
final class PropertyReader {
    private final Map<String, String> values;
    private final List<String> faults = new ArrayList<>();

    PropertyReader(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param parse     throws IllegalArgumentException with a message for the person who wrote the value
     * @param otherwise stands in for a bad value until {@link #finish} reports it
     */
    <T> T read(String key, Function<String, T> parse, T otherwise) {
        try {
            return parse.apply(values.getOrDefault(key, "").strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            faults.add(key + ": " + e.getMessage());
            return otherwise;
        }
    }

    int number(String key, int least, int most) {
        return read(key, text -> Math.toIntExact(whole(text, least, most)), least);
    }

    long size(String key, long least, long most) {
        return read(key, text -> inRange(Sizes.parse(text), text, least, most), least);
    }

    boolean flag(String key) {
        return read(key, PropertyReader::trueOrFalse, false);
    }

    String text(String key) {
        return read(
                key,
                text -> {
                    if (text.isEmpty()) {
                        throw new IllegalArgumentException("needs a value");
                    }
                    return text;
                },
                "");
    }

    void fault(String message) {
        faults.add(message);
    }

    /**
     * @throws CaravanException INVALID naming every fault, one a line, if there was any
     */
    void finish() {
        if (!faults.isEmpty()) {
            throw CaravanException.invalid("bad settings:\n  " + String.join("\n  ", faults));
        }
    }

    private static long whole(String text, long least, long most) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number");
        }
        return inRange(Long.parseLong(text), text, least, most);
    }

    private static long inRange(long value, String text, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("'" + text + "' is not within " + least + " and " + most);
        }
        return value;
    }

    private static boolean trueOrFalse(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    }
}
