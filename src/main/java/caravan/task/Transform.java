package caravan.task;

import caravan.ValueType;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** A step from what stands on a page to what is stored. */
public sealed interface Transform {

    /** @return what it makes of values of {@code type}; of a list it changes the values, and the list stays one */
    default ValueType resultOf(ValueType type) {
        return type == ValueType.LIST ? ValueType.LIST : ofOne();
    }

    /** What it makes of one value. */
    default ValueType ofOne() {
        return ValueType.TEXT;
    }

    /** Takes white space of all kinds off both ends; what is empty then is missing. */
    record Trim() implements Transform {}

    record Lower() implements Transform {}

    record Upper() implements Transform {}

    /**
     * The first number in the text, with currency signs, units and grouping marks around it passed over.
     *
     * @param decimal the mark before the fraction: {@code .} or {@code ,}; the other one groups
     */
    record Number(char decimal) implements Transform {
        @Override
        public ValueType ofOne() {
            return ValueType.NUMBER;
        }
    }

    /**
     * The same without a fraction; one that has a fraction cannot be read.
     *
     * @param decimal the mark that a fraction would begin with
     */
    record Whole(char decimal) implements Transform {
        @Override
        public ValueType ofOne() {
            return ValueType.INTEGER;
        }
    }

    /**
     * True for one of the words, false for any other text.
     *
     * @param words in lower case
     */
    record Bool(List<String> words) implements Transform {
        public Bool {
            words = List.copyOf(words);
        }

        @Override
        public ValueType ofOne() {
            return ValueType.BOOLEAN;
        }
    }

    /**
     * A date, or a point in time where the pattern has a time of day.
     *
     * @param format  pattern of {@link java.time.format.DateTimeFormatter}, or {@code iso}
     * @param zone    where the text names none
     * @param locale  of month and day names
     * @param hasTime whether the result is a point in time
     */
    record Date(String format, ZoneId zone, Locale locale, boolean hasTime) implements Transform {
        @Override
        public ValueType ofOne() {
            return hasTime ? ValueType.TIMESTAMP : ValueType.DATE;
        }
    }

    /** Resolved against the page's base and normalised. */
    record AbsoluteUrl() implements Transform {}

    /**
     * @param pattern RE2
     * @param with    {@code $1} stands for the first group
     */
    record Replace(String pattern, String with) implements Transform {
        public Replace {
            Scope.compile(pattern);
        }
    }

    /** Makes a list of a text. */
    record Split(String separator) implements Transform {
        @Override
        public ValueType resultOf(ValueType type) {
            return ValueType.LIST;
        }
    }

    /** Makes a text of a list. */
    record Join(String separator) implements Transform {
        @Override
        public ValueType resultOf(ValueType type) {
            return ValueType.TEXT;
        }
    }

    /**
     * Puts the value into a text.
     *
     * @param text with <code>{}</code> where the value goes
     */
    record Template(String text) implements Transform {}
}
