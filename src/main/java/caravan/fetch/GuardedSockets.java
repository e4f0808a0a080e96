package caravan.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * Sockets that connect to public addresses only. The check stands where the connection is made, because it is the one
 * place that every address passes: looked-up ones (DNS may answer differently the second time), IP literals, which
 * OkHttp never hands to its {@code Dns}, and odd spellings such as {@code 127.1}, which the platform resolves.
 * Stateless.
 */
final class GuardedSockets extends ClientSockets {

    @Override
    public Socket createSocket() {
        return new GuardedSocket();
    }

    private static final class GuardedSocket extends Socket {

        /** Without {@code NO_PROXY} a SOCKS proxy set for the JVM would connect on our behalf, unchecked. */
        GuardedSocket() {
            super(Proxy.NO_PROXY);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            InetAddress address = ((InetSocketAddress) endpoint).getAddress();
            if (!AddressGuard.isPublic(address)) {
                throw new RefusedAddressException(address);
            }
            super.connect(endpoint, timeout);
        }
    }
}
