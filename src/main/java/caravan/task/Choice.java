package caravan.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads one of a fixed set of words. */
public final class Choice {
    private Choice() {}

    /**
     * @throws IllegalArgumentException naming {@code what}, the text and the words that would do
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String text, String what) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        String known = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(what + " '" + text + "' is none of " + known);
    }
}
