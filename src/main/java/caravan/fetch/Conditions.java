package caravan.fetch;

import caravan.crawl.Validators;
import java.util.List;
import okhttp3.Headers;

/**
 * Makes a request ask whether a page is as it was (RFC 9110 § 13), unless the task has conditions of its own, or asks
 * for a part only. Stateless.
 */
final class Conditions {
    private static final String ETAG = "If-None-Match";
    private static final String DATE = "If-Modified-Since";
    private static final List<String> OF_THE_TASK =
            List.of(ETAG, DATE, "If-Match", "If-Unmodified-Since", "If-Range", "Range");

    private Conditions() {}

    /** @return the headers, with the conditions where they may be there; an entity tag goes first for the server */
    static Headers added(FetchRequest request, Headers headers) {
        Validators known = request.known();
        if (known.isEmpty()
                || !request.ask().method().equals("GET")
                || OF_THE_TASK.stream().anyMatch(name -> headers.get(name) != null)) {
            return headers;
        }
        Headers.Builder conditional = headers.newBuilder();
        if (!known.etag().isEmpty()) {
            conditional.set(ETAG, known.etag());
        }
        if (!known.lastModified().isEmpty()) {
            conditional.set(DATE, known.lastModified());
        }
        return conditional.build();
    }

    /** Whether {@code sent} has the conditions of the request, and none of the task's. */
    static boolean areIn(FetchRequest request, Headers sent) {
        Validators known = request.known();
        return !known.isEmpty()
                && request.ask().method().equals("GET")
                && known.etag().equals(sent(sent, ETAG))
                && known.lastModified().equals(sent(sent, DATE));
    }

    private static String sent(Headers headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
