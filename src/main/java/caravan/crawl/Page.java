package caravan.crawl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a fetch brought: the answer to one request, whatever its status, redirects excepted. The body is the one after
 * content decoding, whole (a body over the limit is refused, never cut), or empty where {@link #bodyRead} is false.
 *
 * @param url         the URL that was asked
 * @param status      HTTP status code
 * @param headers     response headers, names in lower case
 * @param body        decoded bytes; shared, not copied: nobody may change it
 * @param bodyRead    false where the media type is one that is recorded but not parsed, so the body was not downloaded
 * @param bytes       size of the decoded body, or the announced Content-Length where it was not read, else 0
 * @param fetchedAt   when the request went on the wire
 * @param duration    from then until the body was complete
 */
public record Page(
        String url,
        int status,
        Map<String, List<String>> headers,
        byte[] body,
        boolean bodyRead,
        long bytes,
        Instant fetchedAt,
        Duration duration) {

    public Page {
        headers = Map.copyOf(headers);
    }

    /** @return the first value of a header, whatever the case of {@code name} */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** @return the media type in lower case without parameters, such as {@code text/html}; empty when not given */
    public String mediaType() {
        return mediaTypeOf(header("content-type").orElse(""));
    }

    /** @return the media type in lower case without parameters of a Content-Type value */
    public static String mediaTypeOf(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
