package caravan.task.tree;

import java.util.regex.Pattern;

/**
 * One value.
 *
 * @param type as the document has it: a number in quotes is a text
 * @param text as it was written, without quotes; {@code true} or {@code false} for a boolean, empty for nothing
 */
public record Scalar(Place place, Type type, String text) implements Node {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)");
    private static final Pattern NUMBER = Pattern.compile(WHOLE + "(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

    /** What kind of value. */
    public enum Type {
        TEXT,
        WHOLE,
        DECIMAL,
        BOOLEAN,
        NOTHING
    }

    /** The type that a text without quotes has: numbers are as JSON writes them, so that 007 and 1_000 are texts. */
    public static Type typeOf(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Type.WHOLE;
        }
        if (NUMBER.matcher(text).matches()) {
            return Type.DECIMAL;
        }
        return text.equals("true") || text.equals("false") ? Type.BOOLEAN : Type.TEXT;
    }

    @Override
    public String described() {
        return switch (type) {
            case TEXT -> "the text " + Words.quoted(text);
            case WHOLE, DECIMAL -> "the number " + Words.printable(text);
            case BOOLEAN -> text;
            case NOTHING -> "empty";
        };
    }
}
