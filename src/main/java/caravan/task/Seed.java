package caravan.task;

import caravan.HeaderRules;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a crawl starts.
 *
 * @param url      absolute http or https URL
 * @param rule     name of the rule its page is read by; empty for the first of the task's rules, if it has any
 * @param priority higher goes first within its host
 * @param carry    values its page's fields may use, by name
 * @param method   GET, HEAD or POST
 * @param body     sent with POST
 * @param headers  of this request alone
 */
public record Seed(
        String url,
        String rule,
        int priority,
        Map<String, Object> carry,
        String method,
        String body,
        Map<String, String> headers) {
    private static final Pattern HTTP = Pattern.compile("^https?://[^/?#\\s]", Pattern.CASE_INSENSITIVE);

    public Seed {
        if (url == null || !HTTP.matcher(url).find()) {
            throw new IllegalArgumentException("seed '" + url + "' is not an http:// or https:// URL");
        }
        carry = Map.copyOf(carry);
        headers = HeaderRules.checkedHeaders(headers);
    }

    /** By GET, for the first rule. */
    public static Seed of(String url) {
        return new Seed(url, "", 0, Map.of(), "GET", "", Map.of());
    }
}
