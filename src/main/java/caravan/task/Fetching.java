package caravan.task;

import java.util.List;
import java.util.Map;

/**
 * How a task's requests look to servers.
 *
 * @param userAgents of which each request takes the next; empty for the operator's own
 * @param headers    sent with every request, by name
 * @param cookies    sent with every request to the hosts of the task's seeds, by name
 * @param cookieJar  whether cookies that servers set are kept for the time of the crawl and sent back
 * @param proxies    http:// or socks5:// URLs, of which each request takes the next; empty for none
 * @param retries    tries after the first; -1 for the operator's own number
 */
public record Fetching(
        List<String> userAgents,
        Map<String, String> headers,
        Map<String, String> cookies,
        boolean cookieJar,
        List<String> proxies,
        int retries) {
    /** As the operator's settings have it. */
    public static final Fetching PLAIN = new Fetching(List.of(), Map.of(), Map.of(), false, List.of(), -1);

    public Fetching {
        userAgents = List.copyOf(userAgents);
        headers = Map.copyOf(headers);
        cookies = Map.copyOf(cookies);
        proxies = List.copyOf(proxies);
    }
}
