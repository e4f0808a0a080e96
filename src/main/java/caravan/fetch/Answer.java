package caravan.fetch;

import caravan.crawl.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.Response;

/** Status and headers of one response, and what follows from them. Used by one thread. */
final class Answer {
    private static final String RETRY_AFTER = "retry-after";
    private static final int MAX_DRAINED_BYTES = 64 * 1024;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> PARSABLE = Set.of(
            "",
            "text/html",
            "application/xhtml+xml",
            "application/xml",
            "text/xml",
            "application/rss+xml",
            "application/atom+xml");
    private static final Set<String> GZIPPED = Set.of("application/gzip", "application/x-gzip");

    private final FetchRequest request;
    private final int status;
    private final Map<String, List<String>> headers;
    private final long announcedBytes;

    Answer(FetchRequest request, Response response, SingleSend.Wire wire) {
        this.request = request;
        status = response.code();
        headers = lowerCased(response.headers());
        wire.hiddenRetryAfter().ifPresent(this::restoreRetryAfter);
        announcedBytes = response.body().contentLength();
    }

    private void restoreRetryAfter(List<String> sent) {
        headers.remove(RETRY_AFTER);
        if (!sent.isEmpty()) {
            headers.put(RETRY_AFTER, sent);
        }
    }

    private static Map<String, List<String>> lowerCased(Headers received) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < received.size(); i++) {
            headers.computeIfAbsent(received.name(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(received.value(i));
        }
        return headers;
    }

    /** @return the values of a header, in lower case, joined as RFC 9110 § 5.3 has it; empty when it was not sent */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    /** @return the first Location; a blank one counts as none */
    String location() {
        return headers.getOrDefault("location", List.of("")).get(0).strip();
    }

    boolean isNotModified() {
        return status == 304;
    }

    boolean isRedirect() {
        return REDIRECTS.contains(status) && !location().isEmpty();
    }

    boolean bodyWanted() {
        String type = Page.mediaTypeOf(
                headers.getOrDefault("content-type", List.of("")).get(0));
        return switch (request.body()) {
            case ANY, ROBOTS_TXT -> true;
            case READABLE -> isParsable(type) || isTextOrData(type);
            case PARSABLE -> isParsable(type);
        };
    }

    private boolean isParsable(String type) {
        return PARSABLE.contains(type) || GZIPPED.contains(type) && isGzippedXml(request.url());
    }

    /** JSON and XML of any kind, by the suffixes of RFC 6839. */
    private static boolean isTextOrData(String type) {
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static boolean isGzippedXml(String url) {
        int query = url.indexOf('?');
        return (query < 0 ? url : url.substring(0, query)).endsWith(".xml.gz");
    }

    /** @return Content-Length, or -1 where none was sent or it makes no sense */
    long announcedBytes() {
        return announcedBytes;
    }

    /**
     * @param whenUnknown the answer where the length was not announced
     * @return whether reading the rest of an unwanted body is cheaper than a new connection
     */
    boolean isQuicklyDrained(boolean whenUnknown) {
        return announcedBytes < 0 ? whenUnknown : announcedBytes <= MAX_DRAINED_BYTES;
    }

    Page page(byte[] body, long bytes, Instant startedAt, Duration duration) {
        boolean read = !isRedirect() && bodyWanted();
        return new Page(request.url(), status, headers, body, read, bytes, startedAt, duration);
    }
}
