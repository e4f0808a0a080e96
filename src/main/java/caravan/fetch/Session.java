package caravan.fetch;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.task.Fetching;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import okhttp3.Cookie;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * How the requests of one crawl look to servers, what servers have told it to remember, and the proxies they go
 * through. Made once a crawl; no other sees its cookies. Thread-safe.
 *
 * <p>Headers of the task go to every host, except that Authorization and the task's own cookies go to the hosts of its
 * seeds alone, and never in the clear to one that the seeds name by https. Headers of a single request go with it and
 * win. Every hop of a redirect is a request of its own, so nothing crosses to another site with it.
 */
public final class Session {
    /** Nothing but the operator's settings, and no memory. */
    public static final Session OPERATOR = new Session(ProxyRing.EMPTY);

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Fetching fetching;
    private final SeedHosts seedHosts;
    private final CookieStore jar;
    private final ProxyRing proxies;
    private final Session route;
    private final AtomicInteger agentsUsed = new AtomicInteger();

    /**
     * @param seeds   URLs whose hosts the task's own cookies and credentials go to
     * @param trusted whether the task's proxies may have private or local addresses: true only for tasks that the
     *                operator wrote
     * @throws CaravanException INVALID when a proxy has such an address and may not
     */
    public Session(Fetching fetching, Collection<String> seeds, boolean trusted) {
        this(fetching, seeds, trusted, System::nanoTime);
    }

    Session(Fetching fetching, Collection<String> seeds, boolean trusted, LongSupplier nanoClock) {
        this(fetching, seeds, routeOf(fetching, trusted, nanoClock), new CookieStore(System::currentTimeMillis));
    }

    private Session(Fetching fetching, Collection<String> seeds, Session route, CookieStore jar) {
        this.fetching = fetching;
        this.seedHosts = new SeedHosts(seeds);
        this.jar = jar;
        this.proxies = route.proxies;
        this.route = route;
    }

    /** A route: only ever the operator's own headers, through these proxies. */
    private Session(ProxyRing proxies) {
        this.fetching = Fetching.PLAIN;
        this.seedHosts = new SeedHosts(List.of());
        this.jar = new CookieStore(System::currentTimeMillis);
        this.proxies = proxies;
        this.route = this;
    }

    private static Session routeOf(Fetching fetching, boolean trusted, LongSupplier nanoClock) {
        return fetching.proxies().isEmpty()
                ? OPERATOR
                : new Session(ProxyRing.of(fetching.proxies(), trusted, nanoClock));
    }

    /**
     * The session of the same crawl after its task was changed: cookies that servers have set stay, unless they are no
     * longer wanted, and so does what is known of the proxies, if they are the same.
     */
    public Session changed(Fetching changed, Collection<String> seeds, boolean trusted) {
        boolean sameRoute = changed.proxies().equals(fetching.proxies()) && proxies.mayBePrivate() == trusted;
        CookieStore cookies = changed.cookieJar() ? jar : new CookieStore(System::currentTimeMillis);
        return new Session(changed, seeds, sameRoute ? route : routeOf(changed, trusted, System::nanoTime), cookies);
    }

    /**
     * How robots.txt is asked for: through the same proxies, but as the operator's own agent, without the task's
     * headers and cookies. The same object as long as the proxies are; {@link #OPERATOR} where there are none.
     */
    public Session forRobots() {
        return route;
    }

    /** Whether what a server has set on one request is sent back with the next. */
    public boolean keepsCookies() {
        return fetching.cookieJar();
    }

    /** Whether its requests go straight to the hosts, without proxies. */
    public boolean isDirect() {
        return proxies.isEmpty();
    }

    /** @return the same text for the same proxies, in every process, which tells nothing of them; empty without any */
    public String routeMark() {
        return isDirect()
                ? ""
                : Hashing.sha256()
                        .hashString(String.join("\n", fetching.proxies()), StandardCharsets.UTF_8)
                        .toString();
    }

    ProxyRing proxies() {
        return proxies;
    }

    /** @return the headers of a request: the operator's, over them the task's, over them its own */
    Headers headers(HttpUrl url, Ask ask, Headers operators) {
        Headers.Builder headers = operators.newBuilder();
        List<String> agents = fetching.userAgents();
        if (!agents.isEmpty()) {
            headers.set("User-Agent", agents.get(Math.floorMod(agentsUsed.getAndIncrement(), agents.size())));
        }
        boolean trustedHost = seedHosts.trust(url);
        fetching.headers().forEach((name, value) -> {
            if (trustedHost || !name.equalsIgnoreCase("Authorization")) {
                headers.set(name, value);
            }
        });
        if (!ask.body().isEmpty()) {
            headers.set("Content-Type", FORM);
        }
        ask.headers().forEach(headers::set);
        String cookies = cookies(url, trustedHost);
        if (!cookies.isEmpty()) {
            headers.set("Cookie", cookies);
        }
        return headers.build();
    }

    /** Remembers what an answer sets. */
    void keep(HttpUrl url, Headers answer) {
        if (keepsCookies()) {
            jar.keep(url, answer);
        }
    }

    /** Those that servers have set, and the task's own as far as they have not been set anew. */
    private String cookies(HttpUrl url, boolean trustedHost) {
        Map<String, String> own = new TreeMap<>(trustedHost ? fetching.cookies() : Map.of());
        List<String> pairs = new ArrayList<>();
        for (Cookie cookie : keepsCookies() ? jar.of(url) : List.<Cookie>of()) {
            own.remove(cookie.name());
            pairs.add(cookie.name() + "=" + cookie.value());
        }
        own.forEach((name, value) -> pairs.add(name + "=" + value));
        return String.join("; ", pairs);
    }
}
