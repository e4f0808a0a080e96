package caravan.app;

import java.util.Optional;
import java.util.regex.Pattern;

/** Why something of Camel's went wrong, in one line. */
final class Reasons {
    /** A line of the file in question and, below it, a mark: neither fits into one line. */
    private static final Pattern SNIPPET = Pattern.compile(":?\\R.*\\R\\s*\\^(?=\\s*(\\R|$))");

    private Reasons() {}

    /** What the innermost cause says, or its type where that says nothing. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (Optional.ofNullable(root.getCause()).isPresent()) {
            root = root.getCause();
        }
        String name = root.getClass().getSimpleName();
        String text = Optional.ofNullable(root.getMessage()).orElse(name);
        boolean classIsMissing = root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError;
        return classIsMissing ? "class not found: " + text.replace('/', '.') : oneLine(text);
    }

    private static String oneLine(String text) {
        return SNIPPET.matcher(text)
                .replaceAll("")
                .replace("in 'reader', ", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
