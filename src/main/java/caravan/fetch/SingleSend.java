package caravan.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sees to it that one fetch is one request to the server. Left alone, OkHttp asks again at once after a 408, after a
 * 503 with {@code Retry-After: 0}, and at the host's next address when a new connection breaks, which would break the
 * host's politeness. What it still repeats is a request that met a pooled connection the server had already closed; a
 * reset HTTP/2 stream is no such case, for its connection lives.
 * Stateless; the state of one fetch is its {@link Wire} tag.
 */
final class SingleSend extends EventListener implements Interceptor {
    private static final String RETRY_AFTER = "Retry-After";
    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    /** What one fetch has done on the wire; the client's connecting threads write, the fetching thread reads. */
    static final class Wire {
        private volatile boolean connected;
        private volatile boolean reachedHost;
        private volatile boolean brokeAtProxy;
        private volatile Optional<List<String>> hiddenRetryAfter = Optional.empty();

        /** @return the Retry-After values that were replaced on the client's way, none of them where none was sent */
        Optional<List<String>> hiddenRetryAfter() {
            return hiddenRetryAfter;
        }

        void answered() {
            reachedHost = true;
        }

        void brokeWith(IOException e) {
            brokeAtProxy = Failures.isDueTo(e, ProxyFailedException.class)
                    || Failures.isDueTo(e, RefusedAddressException.class);
        }

        /** @return whether the host is known to have been reached: by an answer or, behind a proxy, by a tunnel */
        boolean reachedHost() {
            return reachedHost;
        }

        /** @return whether the fetch broke before a SOCKS proxy had a connection */
        boolean brokeAtProxy() {
            return brokeAtProxy;
        }
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        wireOf(call.request()).connected = true;
    }

    /** Behind a proxy, TLS begins when the tunnel is there. */
    @Override
    public void secureConnectStart(Call call) {
        wireOf(call.request()).reachedHost = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        if (connection.handshake() != null) {
            wireOf(call.request()).reachedHost = true;
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Wire wire = wireOf(chain.request());
        try {
            return withoutInvitation(chain.proceed(chain.request()), wire);
        } catch (IOException e) {
            if (wire.connected || Failures.isStreamReset(e)) {
                throw new FinalException(e);
            }
            throw e;
        }
    }

    /** OkHttp repeats these two only when Retry-After is 0, or missing for 408; it also throws on a long number. */
    private static Response withoutInvitation(Response response, Wire wire) {
        if (response.code() != REQUEST_TIMEOUT && response.code() != UNAVAILABLE) {
            return response;
        }
        wire.hiddenRetryAfter = Optional.of(response.headers(RETRY_AFTER));
        return response.newBuilder().header(RETRY_AFTER, "1").build();
    }

    static Wire wireOf(Request request) {
        return request.tag(Wire.class);
    }

    /** A ProtocolException, because that is the one kind of failure that OkHttp never recovers from by itself. */
    static final class FinalException extends ProtocolException {
        private static final long serialVersionUID = 1;

        FinalException(IOException cause) {
            super(cause.getMessage());
            initCause(cause);
        }
    }
}
