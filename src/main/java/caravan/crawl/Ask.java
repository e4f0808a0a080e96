package caravan.crawl;

import caravan.HeaderRules;
import java.util.HashMap;
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

    /** @throws IllegalArgumentException for another method, a body that would not be sent, or a header that cannot be */
    public Ask {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("method '" + method + "' is none of GET, HEAD, POST");
        }
        if (!body.isEmpty() && !method.equals("POST")) {
            throw new IllegalArgumentException("only POST sends a body, not " + method);
        }
        headers = HeaderRules.checkedHeaders(headers);
    }

    public boolean isPlain() {
        return equals(GET);
    }

    /**
     * What is asked of the target of a redirect: 307 and 308 keep method and body, after the others what was POST is
     * GET (RFC 9110 § 15.4). Headers of its own may hold secrets, so another origin gets none of them but the type of
     * the body.
     *
     * @param status     301, 302, 303, 307 or 308
     * @param sameOrigin whether the target has the same scheme, host and port
     */
    public Ask redirected(int status, boolean sameOrigin) {
        boolean keepsBody = status == 307 || status == 308 || !method.equals("POST");
        Map<String, String> kept = new HashMap<>(headers);
        kept.keySet().removeIf(name -> name.equalsIgnoreCase("content-type") ? !keepsBody : !sameOrigin);
        return keepsBody ? new Ask(method, body, kept) : new Ask("GET", "", kept);
    }
}
