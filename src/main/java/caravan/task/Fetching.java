package caravan.task;

import caravan.HeaderRules;
import java.util.List;
import java.util.Map;

/**
 * How a task's requests look to servers.
 *
 * @param userAgents of which each request takes the next; empty for the operator's own, as which robots.txt is asked
 *                   for and obeyed in any case
 * @param headers    sent with every request, by name; Authorization to the hosts of the task's seeds only
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
    private static final int MAX_IN_TURN = 1_000;

    /** As the operator's settings have it. */
    public static final Fetching PLAIN = new Fetching(List.of(), Map.of(), Map.of(), false, List.of(), -1);

    public Fetching {
        userAgents = List.copyOf(userAgents);
        headers = HeaderRules.checkedHeaders(headers);
        cookies = HeaderRules.checkedCookies(cookies);
        proxies = List.copyOf(proxies);
        userAgents.forEach(Fetching::requireAgent);
        requireFew(userAgents, "user agents");
        requireFew(proxies, "proxies");
        proxies.forEach(ProxyAddress::parse);
    }

    private static void requireAgent(String agent) {
        if (agent.isBlank()) {
            throw new IllegalArgumentException("a user agent is empty");
        }
        HeaderRules.requireText("user agent", agent);
    }

    private static void requireFew(List<String> list, String what) {
        if (list.size() > MAX_IN_TURN) {
            throw new IllegalArgumentException("there are more than " + MAX_IN_TURN + " " + what);
        }
    }

    /** Without the values, which may be secret. */
    @Override
    public String toString() {
        return "Fetching[userAgents=" + userAgents + ", headers=" + headers.keySet() + ", cookies=" + cookies.keySet()
                + ", cookieJar=" + cookieJar + ", proxies=" + proxies.size() + ", retries=" + retries + "]";
    }
}
