package caravan.task;

import caravan.task.tree.Words;
import com.fasterxml.jackson.core.JsonPointer;
import com.jayway.jsonpath.JsonPath;
import java.util.regex.Pattern;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.jsoup.select.QueryParser;

/** Tells whether expressions can be evaluated at all. Stateless. Each method gives back what it was given. */
final class Expressions {
    private static final int LONGEST = 1000;
    /** Its parser looks at the whole rest again at each step. */
    private static final int LONGEST_PATH = 300;

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

    private Expressions() {}

    /** @throws IllegalArgumentException saying what is wrong */
    static String css(String selector) {
        requireShort(selector);
        try {
            QueryParser.parse(selector);
            return selector;
        } catch (RuntimeException e) { // of many kinds, as its parser takes its input for granted
            throw new IllegalArgumentException(Words.quoted(selector) + " is no CSS selector" + after(e, "': "));
        }
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static String xpath(String expression) {
        requireShort(expression);
        try {
            XPath xpath = XPathFactory.newDefaultInstance().newXPath();
            xpath.setNamespaceContext(new AnyPrefix());
            xpath.compile(expression);
        } catch (XPathExpressionException | RuntimeException e) {
            throw new IllegalArgumentException(Words.quoted(expression) + " is no XPath 1.0 expression");
        }
        if (QUOTED.matcher(expression).replaceAll("").contains("$")) {
            throw new IllegalArgumentException(Words.quoted(expression) + " has a variable, which nobody sets");
        }
        return expression;
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static String json(String expression) {
        requireShort(expression);
        if (expression.startsWith("/")) {
            return pointer(expression);
        }
        if (!expression.startsWith("$")) {
            throw new IllegalArgumentException(Words.quoted(expression)
                    + " is neither a JSON pointer, such as /data/id, nor a JSONPath, such as $.data[*].id");
        }
        if (expression.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("is a JSONPath of more than " + LONGEST_PATH + " characters");
        }
        if (expression.contains("=~")) {
            throw new IllegalArgumentException(Words.quoted(expression)
                    + " has a regular expression, which may take for ever; write it as regex beside json");
        }
        try {
            JsonPath.compile(expression);
            return expression;
        } catch (RuntimeException e) { // of many kinds, likewise
            throw new IllegalArgumentException(Words.quoted(expression) + " is no JSONPath");
        }
    }

    private static String pointer(String expression) {
        if (BAD_ESCAPE.matcher(expression).find()) {
            throw new IllegalArgumentException(Words.quoted(expression)
                    + " is no JSON pointer; expected ~0 for a tilde and ~1 for a slash in a key");
        }
        return JsonPointer.compile(expression).toString();
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static String regex(String pattern) {
        requireShort(pattern);
        Nesting.requireSmall(pattern);
        Scope.compile(pattern);
        return pattern;
    }

    /** @throws IllegalArgumentException saying how long, and how deep, it may be */
    static String requireShort(String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("has nothing in it; expected an expression");
        }
        if (expression.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        Nesting.requireShallow(expression);
        return expression;
    }

    private static String after(Exception e, String mark) {
        String message = String.valueOf(e.getMessage());
        int at = message.lastIndexOf(mark);
        return at < 0 ? "" : ": " + message.substring(at + mark.length());
    }
}
