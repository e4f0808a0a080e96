package caravan.fetch;

import caravan.task.ProxyAddress;
import java.nio.charset.StandardCharsets;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

/**
 * Says to an HTTP proxy who we are, as it is asked for a tunnel: at once and once only, for a proxy that says no will
 * say no again. Stateless.
 */
final class ProxyLogin implements Authenticator {
    static final String HEADER = "Proxy-Authorization";
    /** The scheme of the challenge that OkHttp makes up before the tunnel is asked for. */
    private static final String BEFOREHAND = "OkHttp-Preemptive";

    private final ProxyAddress proxy;
    private final String userAgent;

    /** @param userAgent the tunnel is asked for as */
    ProxyLogin(ProxyAddress proxy, String userAgent) {
        this.proxy = proxy;
        this.userAgent = userAgent;
    }

    /** @return the value of {@link #HEADER} for a proxy with credentials */
    static String basic(ProxyAddress proxy) {
        return Credentials.basic(proxy.user(), proxy.password(), StandardCharsets.UTF_8);
    }

    @Override
    public Request authenticate(Route route, Response response) {
        for (Challenge challenge : response.challenges()) {
            if (challenge.scheme().equalsIgnoreCase(BEFOREHAND)) {
                return tunnelRequest(response.request());
            }
        }
        return null; // which is how OkHttp is told to give up
    }

    private Request tunnelRequest(Request request) {
        Request.Builder tunnel = request.newBuilder().header("User-Agent", userAgent);
        return proxy.hasCredentials() ? tunnel.header(HEADER, basic(proxy)).build() : tunnel.build();
    }
}
