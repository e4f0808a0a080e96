package caravan.task;

/**
 * Where a value is found.
 *
 * @param kind       how {@code expression} is meant
 * @param expression CSS selector, XPath 1.0, JSON pointer (RFC 6901, begins with {@code /}) or JSONPath (RFC 9535,
 *                   begins with {@code $}), RE2 pattern, constant, name of a carried value or of a response header, or
 *                   expression of a Camel language
 * @param language   Camel's name of the language; empty for all other kinds
 * @param take       what of the elements that CSS or XPath finds
 * @param attribute  name of the attribute; empty unless {@code take} says so
 * @param pattern    RE2 pattern that each text found is narrowed by: to its first group if it has one, else to the
 *                   whole match; a text without a match is not found. Empty for none
 */
public record Selector(Kind kind, String expression, String language, Take take, String attribute, String pattern) {
    /** The page, or the part of it that is looked in, as a whole. */
    public static final Selector PAGE = new Selector(Kind.PAGE, "", "", Take.TEXT, "", "");

    /** How an expression is meant. */
    public enum Kind {
        PAGE,
        CSS,
        XPATH,
        JSON,
        REGEX,
        CONST,
        CARRY,
        /** The page's own URL. */
        URL,
        HEADER,
        LANGUAGE
    }

    /** What of an element. */
    public enum Take {
        /** Its text, white space folded as a browser shows it. */
        TEXT,
        /** Its inner HTML. */
        HTML,
        ATTRIBUTE
    }

    public Selector {
        if (!pattern.isEmpty()) {
            Scope.compile(pattern);
        }
        if (kind == Kind.REGEX) {
            Scope.compile(expression);
        }
    }
}
