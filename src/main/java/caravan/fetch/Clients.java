package caravan.fetch;

import caravan.task.ProxyAddress;
import caravan.task.ProxyAddress.Kind;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * The HTTP clients of a fetcher, each with a pool of its own: one for requests that may reach private addresses and one
 * for those that may not, so that the second kind never rides on a connection that the {@link AddressGuard} has not
 * seen; and one for each proxy that was used of late. Thread-safe.
 */
final class Clients implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);
    private static final int MAX_PROXIES = 128;
    /** Connections that stay open to one proxy, so that all of them together remain few. */
    private static final int IDLE_TO_A_PROXY = 4;

    private final String userAgent;
    private final Dns dns;
    private final OkHttpClient publicOnly;
    private final OkHttpClient anyAddress;
    private final Cache<ProxyKey, OkHttpClient> throughProxies;

    /** Tasks that may use private proxies must not open them to others. */
    private record ProxyKey(ProxyAddress proxy, boolean mayBePrivate) {}

    /** @param userAgent as which proxies are asked for tunnels */
    Clients(String userAgent, FetchLimits limits, Dns dns) {
        this.userAgent = userAgent;
        this.dns = dns;
        int idle = Math.max(1, limits.maxConnections() / 2);
        anyAddress = client(limits, dns).connectionPool(pool(idle)).build();
        publicOnly = anyAddress
                .newBuilder()
                .connectionPool(pool(idle))
                .socketFactory(new GuardedSockets())
                .build();
        throughProxies = CacheBuilder.newBuilder()
                .concurrencyLevel(1)
                .maximumSize(MAX_PROXIES)
                .<ProxyKey, OkHttpClient>removalListener(removed -> closeIdle(removed.getValue()))
                .build();
    }

    private static OkHttpClient.Builder client(FetchLimits limits, Dns dns) {
        SingleSend singleSend = new SingleSend();
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .dns(dns)
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(true)
                .addNetworkInterceptor(singleSend)
                .eventListener(singleSend)
                .connectTimeout(limits.connect())
                .readTimeout(limits.firstByte())
                .writeTimeout(limits.firstByte())
                .callTimeout(limits.total());
    }

    private static ConnectionPool pool(int idle) {
        return new ConnectionPool(idle, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    OkHttpClient direct(boolean privateAllowed) {
        return privateAllowed ? anyAddress : publicOnly;
    }

    /** @param mayBePrivate whether the proxy's own address may be private or local */
    OkHttpClient through(ProxyAddress proxy, boolean mayBePrivate) {
        ProxyKey key = new ProxyKey(proxy, mayBePrivate);
        try {
            return throughProxies.get(key, () -> clientFor(key));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client cannot be made", e);
        }
    }

    private OkHttpClient clientFor(ProxyKey key) {
        ProxyAddress proxy = key.proxy();
        OkHttpClient.Builder client = anyAddress.newBuilder().connectionPool(pool(IDLE_TO_A_PROXY));
        if (proxy.kind() == Kind.SOCKS5) {
            return client.socketFactory(new SocksSockets(proxy, key.mayBePrivate(), dns))
                    .dns(SocksSockets::names)
                    .build();
        }
        return client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
                .proxyAuthenticator(new ProxyLogin(proxy, userAgent))
                .socketFactory(key.mayBePrivate() ? SocketFactory.getDefault() : new GuardedSockets())
                .build();
    }

    private static void closeIdle(OkHttpClient client) {
        client.connectionPool().evictAll();
    }

    @Override
    public void close() {
        closeIdle(publicOnly);
        closeIdle(anyAddress);
        throughProxies.invalidateAll();
    }
}
