package caravan.parse;

import caravan.crawl.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Pages as a fetch would bring them. */
public final class Pages {
    public static final String URL = "http://example.org/dir/page.html";

    private Pages() {}

    public static Page html(String text) {
        return of(
                URL,
                Map.of("content-type", List.of("text/html; charset=utf-8")),
                text.getBytes(StandardCharsets.UTF_8));
    }

    public static Page typed(String url, String contentType, byte[] body) {
        return of(url, contentType.isEmpty() ? Map.of() : Map.of("content-type", List.of(contentType)), body);
    }

    public static Page of(String url, Map<String, List<String>> headers, byte[] body) {
        return new Page(url, 200, headers, body, true, body.length, Instant.EPOCH, Duration.ZERO);
    }
}
