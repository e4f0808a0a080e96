package caravan.parse;

import java.util.Optional;

/**
 * The one spelling of a URL that the frontier, the seen set and the request line agree on. Only http and https. Scheme
 * and host in lower case, international names as punycode, no default port, no user and password, no fragment, no dot
 * segments or doubled slashes in the path, percent-encoding in capitals and only where it is needed; query parameters
 * stay as and where they are. Stateless: any number of threads may use it at once.
 */
public final class Urls {
    /** Longest URL taken, in characters: what a sitemap may hold (https://www.sitemaps.org/protocol.html). */
    public static final int MAX_LENGTH = 2048;

    private Urls() {}

    /** @return the absolute URL in its normal form; empty where it is malformed, too long, or not http or https */
    public static Optional<String> normalise(String absoluteUrl) {
        return PlainUrls.isAbsolute(absoluteUrl)
                ? Optional.of(absoluteUrl).filter(Urls::fits)
                : WebUrl.parse(absoluteUrl).map(WebUrl::toString).filter(Urls::fits);
    }

    /**
     * The URL a person typed, who may leave the scheme out: {@code example.org} is {@code http://example.org/}, because
     * a site that has https redirects there, while one that has not would be lost.
     *
     * @throws IllegalArgumentException saying what is wrong, for the person who typed it
     */
    public static String seed(String typed) {
        String text = typed.strip();
        boolean complete = text.contains("://");
        if (!complete && text.matches("[A-Za-z][A-Za-z0-9+.-]*:(?!\\d).*")) {
            throw new IllegalArgumentException("not an http or https URL: " + text);
        }
        return normalise(complete ? text : "http://" + text)
                .orElseThrow(() -> new IllegalArgumentException("not a URL that can be crawled (http or https, at most "
                        + MAX_LENGTH + " characters): " + text));
    }

    static boolean fits(String url) {
        return url.length() <= MAX_LENGTH;
    }
}
