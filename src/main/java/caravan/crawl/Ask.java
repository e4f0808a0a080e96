package caravan.crawl;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a URL is asked for: nearly always by GET. Immutable.
 *
 * @param method  GET, HEAD or POST
 * @param body    sent with POST; empty otherwise
 * @param headers of this request alone, besides those of its task
 */
public record Ask(String method, String body, Map<String, String> headers) {
    private static final Pattern METHOD = Pattern.compile("GET|HEAD|POST");

    /** By GET, with no header of its own. */
    public static final Ask GET = new Ask("GET", "", Map.of());

    /** @throws IllegalArgumentException for another method, or a body that would not be sent */
    public Ask {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("method '" + method + "' is none of GET, HEAD, POST");
        }
        if (!body.isEmpty() && !method.equals("POST")) {
            throw new IllegalArgumentException("only POST sends a body, not " + method);
        }
        headers = Map.copyOf(headers);
    }

    public boolean isPlain() {
        return equals(GET);
    }
}
