package caravan.parse;

/**
 * Recognises the URLs that are in their normal form as they stand, one look at each character. What is not recognised
 * is not wrong: it needs the longer way through {@link WebUrl}.
 */
final class PlainUrls {
    /** Longest host name (RFC 1035 § 2.3.4). */
    static final int MAX_HOST_LENGTH = 253;

    /** Characters that stand in a path or query as they are: neither encoded nor decoded by the normal form. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            PLAIN[c] = true;
            PLAIN[Character.toUpperCase(c)] = true;
        }
        for (char c : "0123456789-._~!$&'()*+,;=:@/".toCharArray()) {
            PLAIN[c] = true;
        }
    }

    private PlainUrls() {}

    /** Whether the text from there on is a path, from the start of a segment, with or without a query. */
    static boolean isPath(String text, int from) {
        char previous = '/';
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '?') {
                return isQuery(text, i + 1);
            }
            if (!isPlain(c) || (previous == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            previous = c;
        }
        return true;
    }

    /** As {@link #isPath} of the whole text, for a path that could be taken for a scheme if it had a colon. */
    static boolean isRelative(String text) {
        int colon = text.indexOf(':');
        int slash = colon < 0 ? -1 : text.indexOf('/');
        return (colon < 0 || (slash >= 0 && slash < colon)) && isPath(text, 0);
    }

    /** Whether the text from there on is a query: an empty one is not, as its question mark goes. */
    static boolean isQuery(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return from < text.length();
    }

    /** Whether the text is an http or https URL with a plain host, no port, and a plain path. */
    static boolean isAbsolute(String text) {
        int host = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : -1;
        if (host < 0) {
            return false;
        }
        int slash = text.indexOf('/', host);
        return slash > host && isHost(text.substring(host, slash)) && isPath(text, slash + 1);
    }

    /** Whether the text is a name (or number) of letters in lower case, digits, hyphens, underscores and dots. */
    static boolean isHost(String text) {
        char previous = '.';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!letter && (c != '.' || previous == '.')) {
                return false;
            }
            previous = c;
        }
        return previous != '.' && text.length() <= MAX_HOST_LENGTH;
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }
}
