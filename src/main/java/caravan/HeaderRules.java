package caravan;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a task may say in the headers and cookies of its requests. Nothing that passes can begin another header or
 * another request: values are visible ASCII, blanks and tabs (RFC 9110 § 5.5 without obs-text). Stateless.
 */
public final class HeaderRules {
    private static final int MAX_HEADERS = 100;
    private static final int MAX_VALUE = 8_192;
    /** RFC 9110 § 5.6.2, of names and methods. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");

    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final Pattern COOKIE_VALUE = Pattern.compile("[\\x20-\\x7e&&[^;]]*");

    /** Headers of the connection, or ones that the fetcher alone can set right. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Headers that have a place of their own in a task. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "cookie", "under 'cookies'",
            "user-agent", "under 'user-agent'",
            "proxy-authorization", "as user:password in the URL under 'proxies'");

    private HeaderRules() {}

    /**
     * @return the same headers
     * @throws IllegalArgumentException naming the first that cannot be sent, and why; never its value
     */
    public static Map<String, String> checkedHeaders(Map<String, String> headers) {
        requireFew(headers, "headers");
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            requireName(name);
            if (!names.add(name)) {
                throw new IllegalArgumentException("header '" + name + "' is given twice, in other cases of letters");
            }
            requireText("header '" + name + "'", value);
        });
        return Map.copyOf(headers);
    }

    /**
     * @return the same cookies
     * @throws IllegalArgumentException naming the first that cannot be sent, and why; never its value
     */
    public static Map<String, String> checkedCookies(Map<String, String> cookies) {
        requireFew(cookies, "cookies");
        cookies.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + printable(name) + "' is not the name of a cookie");
            }
            requireText("cookie '" + name + "'", value);
            if (!COOKIE_VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("cookie '" + name + "' may not hold a semicolon or a tab");
            }
        });
        return Map.copyOf(cookies);
    }

    /**
     * @param what for the message
     * @return the text, when it can be the value of a header
     * @throws IllegalArgumentException saying what it may hold
     */
    public static String requireText(String what, String value) {
        if (value.length() > MAX_VALUE) {
            throw new IllegalArgumentException(what + " is longer than " + MAX_VALUE + " characters");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " may hold ASCII letters, digits, signs and blanks only");
        }
        return value;
    }

    private static void requireName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + printable(name) + "' is not the name of a header");
        }
        if (OURS.contains(lower)) {
            throw new IllegalArgumentException("header '" + name + "' is set by the crawler alone");
        }
        if (ELSEWHERE.containsKey(lower)) {
            throw new IllegalArgumentException("header '" + name + "' belongs " + ELSEWHERE.get(lower));
        }
    }

    private static void requireFew(Map<String, String> entries, String what) {
        if (entries.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("there are more than " + MAX_HEADERS + " " + what);
        }
    }

    private static String printable(String text) {
        String line = text.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }
}
