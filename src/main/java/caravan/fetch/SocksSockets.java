package caravan.fetch;

import caravan.task.ProxyAddress;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Dns;

/**
 * Sockets that a SOCKS 5 proxy connects. They take the place of the platform's own, which can log in only with one user
 * for the whole process, and by default tells the proxy the name of the person who runs it. Stateless.
 *
 * <p>Names are not looked up here but by the proxy: {@link #names} gives the client an address that stands for a name
 * and is connected to nowhere. Every name has another one, as the client takes hosts of one address for one server.
 */
final class SocksSockets extends ClientSockets {
    private final ProxyAddress proxy;
    private final boolean proxyMayBePrivate;
    private final Dns dns;

    /** @param dns looks up the proxy itself */
    SocksSockets(ProxyAddress proxy, boolean proxyMayBePrivate, Dns dns) {
        this.proxy = proxy;
        this.proxyMayBePrivate = proxyMayBePrivate;
        this.dns = dns;
    }

    static List<InetAddress> names(String host) throws UnknownHostException {
        byte[] address =
                Hashing.murmur3_128().hashString(host, StandardCharsets.UTF_8).asBytes();
        address[0] = (byte) 0xfd; // a unique local address (RFC 4193), in case it is ever seen
        return List.of(InetAddress.getByAddress(host, address));
    }

    @Override
    public Socket createSocket() {
        return new SocksSocket();
    }

    private final class SocksSocket extends Socket {
        SocksSocket() {
            super(Proxy.NO_PROXY);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            InetSocketAddress target = (InetSocketAddress) endpoint;
            int patience = getSoTimeout();
            try {
                super.connect(new InetSocketAddress(proxyAddress(), proxy.port()), timeout);
                setSoTimeout(timeout);
                SocksHandshake.perform(
                        getInputStream(), getOutputStream(), proxy, target.getHostString(), target.getPort());
                setSoTimeout(patience);
            } catch (ProxyFailedException | SocksHandshake.HostUnreachableException e) {
                throw e;
            } catch (IOException e) {
                throw new ProxyFailedException(e);
            }
        }

        private InetAddress proxyAddress() throws IOException {
            InetAddress address = dns.lookup(proxy.host()).get(0);
            if (!proxyMayBePrivate && !AddressGuard.isPublic(address)) {
                throw new RefusedAddressException(address);
            }
            return address;
        }
    }
}
