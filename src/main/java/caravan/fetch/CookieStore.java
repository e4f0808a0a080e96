package caravan.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import okhttp3.Cookie;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * The cookies that servers have set in one crawl, by RFC 6265: {@link Cookie} knows domains, paths, expiry and the
 * public suffix list. Kept are 50 of a domain and 3,000 in all, of 4 KiB each at most (RFC 6265 § 6.1); beyond that
 * the one that was set longest ago goes. A cookie marked secure is neither taken nor replaced over plain HTTP
 * (RFC 6265bis § 5.7). Thread-safe: one lock, held for memory work.
 */
final class CookieStore {
    static final int MAX_BYTES = 4_096;
    static final int MAX_OF_A_DOMAIN = 50;
    static final int MAX_IN_ALL = 3_000;

    private final LongSupplier clockMillis;
    /** The one set longest ago comes first, here and in each domain. */
    private final Map<Key, Cookie> all = new LinkedHashMap<>();

    private final Map<String, Map<Key, Cookie>> byDomain = new LinkedHashMap<>();

    /** @param clockMillis the time that expiry is counted by, in milliseconds since 1970 */
    CookieStore(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    private record Key(String domain, String path, String name) {
        static Key of(Cookie cookie) {
            return new Key(cookie.domain(), cookie.path(), cookie.name());
        }
    }

    /** Takes what an answer sets. */
    void keep(HttpUrl url, Headers answer) {
        List<Cookie> set = Cookie.parseAll(url, answer);
        if (!set.isEmpty()) {
            put(url, set);
        }
    }

    private synchronized void put(HttpUrl url, List<Cookie> set) {
        for (Cookie cookie : set) {
            if (isAcceptable(url, cookie)) {
                remove(Key.of(cookie));
                if (cookie.expiresAt() > clockMillis.getAsLong()) {
                    add(cookie);
                }
            }
        }
    }

    /** @return those that belong in a request for the URL, those of longer paths first */
    synchronized List<Cookie> of(HttpUrl url) {
        long now = clockMillis.getAsLong();
        List<Cookie> sent = new ArrayList<>();
        for (String domain = url.host(); !domain.isEmpty(); domain = parentOf(domain)) {
            for (Cookie cookie :
                    List.copyOf(byDomain.getOrDefault(domain, Map.of()).values())) {
                if (cookie.expiresAt() <= now) {
                    remove(Key.of(cookie));
                } else if (cookie.matches(url)) {
                    sent.add(cookie);
                }
            }
        }
        sent.sort(Comparator.comparingInt(cookie -> -cookie.path().length()));
        return sent;
    }

    synchronized int size() {
        return all.size();
    }

    private boolean isAcceptable(HttpUrl url, Cookie cookie) {
        int bytes = cookie.name().length()
                + cookie.value().length()
                + cookie.domain().length()
                + cookie.path().length();
        Cookie known = all.get(Key.of(cookie));
        boolean secure = cookie.secure() || known != null && known.secure();
        return bytes <= MAX_BYTES && (url.isHttps() || !secure);
    }

    private void add(Cookie cookie) {
        Map<Key, Cookie> ofDomain = byDomain.computeIfAbsent(cookie.domain(), domain -> new LinkedHashMap<>());
        if (ofDomain.size() >= MAX_OF_A_DOMAIN) {
            removeFirst(ofDomain);
        } else if (all.size() >= MAX_IN_ALL) {
            removeFirst(all);
        }
        all.put(Key.of(cookie), cookie);
        byDomain.computeIfAbsent(cookie.domain(), domain -> new LinkedHashMap<>())
                .put(Key.of(cookie), cookie);
    }

    private void removeFirst(Map<Key, Cookie> cookies) {
        Iterator<Key> oldest = cookies.keySet().iterator();
        remove(oldest.next());
    }

    private void remove(Key key) {
        all.remove(key);
        Map<Key, Cookie> ofDomain = byDomain.getOrDefault(key.domain(), Map.of());
        if (!ofDomain.isEmpty()) {
            ofDomain.remove(key);
            if (ofDomain.isEmpty()) {
                byDomain.remove(key.domain());
            }
        }
    }

    private static String parentOf(String domain) {
        return domain.substring(domain.indexOf('.') < 0 ? domain.length() : domain.indexOf('.') + 1);
    }
}
