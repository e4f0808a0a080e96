package caravan.parse;

import java.util.Collection;
import java.util.Optional;

/**
 * Turns the links of one page into absolute, normalised URLs. Nearly all links of real pages are plain, and for those
 * the answer is a concatenation with what is known of the base; all others go through {@link WebUrl}. Both ways give
 * the same answer. Immutable: any number of threads may use it at once.
 */
public final class UrlResolver {
    private final WebUrl base;
    private final String origin;
    /** The base without its query. */
    private final String document;
    /** The base up to and including the last slash of its path. */
    private final String directory;

    private UrlResolver(WebUrl base) {
        this.base = base;
        this.origin = base.origin();
        this.document = origin + base.path();
        this.directory = document.substring(0, document.lastIndexOf('/') + 1);
    }

    /** @return empty where the base is not an http or https URL */
    public static Optional<UrlResolver> of(String baseUrl) {
        return WebUrl.parse(baseUrl).map(UrlResolver::new);
    }

    /**
     * @param hrefs of the page's base elements, in order
     * @return one that resolves against the first of them that is http(s): one like {@code javascript:} would lose
     *     every link of the page; this one where there is none
     */
    public UrlResolver withBase(Collection<String> hrefs) {
        return hrefs.stream()
                .flatMap(href -> resolve(href).stream())
                .flatMap(url -> of(url).stream())
                .findFirst()
                .orElse(this);
    }

    /**
     * @param href as it stands in the page, white space and fragment included
     * @return the URL it leads to in the form of {@link Urls}; empty where it is malformed, too long, or not http(s)
     */
    public Optional<String> resolve(String href) {
        String url = resolvePlain(href);
        return url.isEmpty() ? resolveAny(href) : Optional.of(url).filter(Urls::fits);
    }

    /** The way for every link. */
    Optional<String> resolveAny(String href) {
        return base.resolve(href).map(WebUrl::toString).filter(Urls::fits);
    }

    /** The short way. @return empty for a link that is not plain */
    String resolvePlain(String href) {
        return switch (href.isEmpty() ? '#' : href.charAt(0)) {
            case '#' -> "";
            case '/' -> PlainUrls.isPath(href, 1) ? origin.concat(href) : "";
            case '?' -> PlainUrls.isQuery(href, 1) ? document.concat(href) : "";
            case '.' -> resolveDotted(href);
            default -> PlainUrls.isRelative(href) ? directory.concat(href) : PlainUrls.isAbsolute(href) ? href : "";
        };
    }

    /** Leading {@code ./} and {@code ../}; going up from the root stays at the root (RFC 3986 § 5.2.4). */
    private String resolveDotted(String href) {
        int from = 0;
        int end = directory.length();
        while (true) {
            if (href.startsWith("../", from)) {
                from += 3;
                end = Math.max(origin.length() + 1, directory.lastIndexOf('/', end - 2) + 1);
            } else if (href.startsWith("./", from)) {
                from += 2;
            } else {
                return PlainUrls.isPath(href, from)
                        ? directory.substring(0, end).concat(href.substring(from))
                        : "";
            }
        }
    }
}
