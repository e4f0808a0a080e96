package caravan.parse;

import com.google.common.net.InetAddresses;
import crawlercommons.filters.basic.BasicURLNormalizer;
import java.net.IDN;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * An http or https URL in its normal form, in pieces. Reads what browsers read (https://url.spec.whatwg.org/): white
 * space around and line breaks inside go, backslashes are slashes, missing slashes after the scheme are forgiven.
 *
 * <p>The percent-encoding is that of crawler-commons. Its {@code filter} method is not used: it sorts the parameters of
 * a query and drops empty ones, goes through three parses of java.net.URL, and logs what pages hold.
 *
 * @param authority host, and port where it is not the scheme's own; user and password of a link are dropped, as nobody
 *                  gave them to us
 * @param path      starts with a slash
 * @param query     starts with a question mark, or is empty
 */
record WebUrl(String scheme, String authority, String path, String query) {
    /** A backslash in a query means itself, but java.net.URI and many servers refuse it bare. */
    private static final boolean[] ENCODED_TOO = new boolean[128];

    private static final int MAX_PORT = 65535;

    static {
        ENCODED_TOO['\\'] = true;
    }

    /** @return empty where the text is not an absolute http or https URL */
    static Optional<WebUrl> parse(String text) {
        String url = clean(text);
        int colon = schemeEnd(url);
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        return isWeb(scheme) ? absolute(scheme, url.substring(colon + 1)) : Optional.empty();
    }

    /** @return where a link of the page with this URL leads; empty where that is no http or https URL */
    Optional<WebUrl> resolve(String href) {
        String link = clean(href);
        int colon = schemeEnd(link);
        if (colon < 0) {
            return relative(link);
        }
        String target = link.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = link.substring(colon + 1);
        // "http:page.html" on an http page is relative (WHATWG, special relative or authority state)
        boolean relative = target.equals(scheme) && !rest.startsWith("//");
        return relative ? relative(rest) : isWeb(target) ? absolute(target, rest) : Optional.empty();
    }

    String origin() {
        return scheme + "://" + authority;
    }

    @Override
    public String toString() {
        return origin() + path + query;
    }

    private Optional<WebUrl> relative(String link) {
        if (link.isEmpty()) {
            return Optional.of(this);
        }
        if (link.charAt(0) == '?') {
            return Optional.of(new WebUrl(scheme, authority, path, normalQuery(link)));
        }
        if (!isSlash(link, 0)) {
            return Optional.of(of(scheme, authority, path.substring(0, path.lastIndexOf('/') + 1) + link));
        }
        return isSlash(link, 1) ? absolute(scheme, link) : Optional.of(of(scheme, authority, link));
    }

    private static Optional<WebUrl> absolute(String scheme, String afterScheme) {
        int start = 0;
        while (isSlash(afterScheme, start)) {
            start++;
        }
        int end = start;
        while (end < afterScheme.length() && !isSlash(afterScheme, end) && afterScheme.charAt(end) != '?') {
            end++;
        }
        String file = afterScheme.substring(end);
        return authority(scheme, afterScheme.substring(start, end)).map(authority -> of(scheme, authority, file));
    }

    private static WebUrl of(String scheme, String authority, String file) {
        int question = file.indexOf('?');
        String path = question < 0 ? file : file.substring(0, question);
        String query = question < 0 ? "" : normalQuery(file.substring(question));
        return new WebUrl(scheme, authority, normalPath(path), query);
    }

    private static Optional<String> authority(String scheme, String text) {
        String hostPort = text.substring(text.lastIndexOf('@') + 1);
        int colon = hostPort.indexOf(':', Math.max(0, hostPort.indexOf(']')));
        String port = colon < 0 ? "" : hostPort.substring(colon + 1);
        Optional<String> host = host(colon < 0 ? hostPort : hostPort.substring(0, colon));
        if (port.isEmpty()) {
            return host;
        }
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        if (number < 1 || number > MAX_PORT) {
            return Optional.empty();
        }
        boolean usual = number == (scheme.equals("https") ? 443 : 80);
        return usual ? host : host.map(name -> name + ":" + number);
    }

    private static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            return ipv6(text);
        }
        String name = text.chars().allMatch(c -> c < 128) ? text : toPunycode(text);
        String host = name.toLowerCase(Locale.ROOT);
        String rooted = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return Optional.of(rooted).filter(PlainUrls::isHost);
    }

    private static Optional<String> ipv6(String text) {
        String address = text.endsWith("]") ? text.substring(1, text.length() - 1) : "";
        boolean valid = address.indexOf('%') < 0 && address.indexOf(':') >= 0 && InetAddresses.isInetAddress(address);
        return valid ? Optional.of(InetAddresses.toUriString(InetAddresses.forString(address))) : Optional.empty();
    }

    /** @return an empty name where there is none; IDN throws the second kind on long labels (JDK-6806873) */
    private static String toPunycode(String name) {
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return "";
        }
    }

    private static String normalQuery(String query) {
        return query.length() == 1 ? "" : "?" + encode(query.substring(1));
    }

    private static String normalPath(String path) {
        String encoded = encode(path.replace('\\', '/'));
        String rooted = encoded.startsWith("/") ? encoded : "/" + encoded;
        return rooted.contains("/.") || rooted.contains("//") ? withoutDots(rooted) : rooted;
    }

    private static String encode(String text) {
        String encoded = BasicURLNormalizer.escapePath(text, ENCODED_TOO);
        return encoded.indexOf('%') < 0 ? encoded : BasicURLNormalizer.unescapePath(encoded);
    }

    /** Takes out dot segments (RFC 3986 § 5.2.4) and, as crawler-commons does, empty ones. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String last = segments[segments.length - 1];
        boolean directory = last.isEmpty() || last.equals(".") || last.equals("..");
        String joined = "/" + String.join("/", kept);
        return directory && !kept.isEmpty() ? joined + "/" : joined;
    }

    /** Cuts off the fragment, then white space and control characters around, and takes out tabs and line breaks. */
    private static String clean(String text) {
        int fragment = text.indexOf('#');
        int start = 0;
        int end = fragment < 0 ? text.length() : fragment;
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        String link = text.substring(start, end);
        boolean broken = link.indexOf('\n') >= 0 || link.indexOf('\r') >= 0 || link.indexOf('\t') >= 0;
        return broken ? link.replace("\n", "").replace("\r", "").replace("\t", "") : link;
    }

    /** @return where the colon after the scheme stands, -1 where the link has no scheme (RFC 3986 § 3.1) */
    private static int schemeEnd(String link) {
        for (int i = 0; i < link.length(); i++) {
            char c = link.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':') {
                return i > 0 ? i : -1;
            }
            if (!letter && (i == 0 || "0123456789+.-".indexOf(c) < 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isSlash(String text, int at) {
        return at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\');
    }

    private static boolean isWeb(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }
}
