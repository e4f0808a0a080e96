package caravan.fetch;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * To whom a task's own cookies and credentials may go: the hosts it names as seeds, whatever the port, as cookies have
 * it (RFC 6265 § 8.5), but none in the clear that it names by https alone. Immutable.
 */
final class SeedHosts {
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> inTheClear = new HashSet<>();

    SeedHosts(Collection<String> seeds) {
        for (String seed : seeds) {
            HttpUrl url = HttpUrl.parse(seed);
            if (url != null) {
                hosts.add(url.host());
                if (!url.isHttps()) {
                    inTheClear.add(url.host());
                }
            }
        }
    }

    boolean trust(HttpUrl url) {
        return (url.isHttps() ? hosts : inTheClear).contains(url.host());
    }
}
