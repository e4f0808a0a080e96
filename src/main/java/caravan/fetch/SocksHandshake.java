package caravan.fetch;

import caravan.task.ProxyAddress;
import com.google.common.net.InetAddresses;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** The client's part of SOCKS 5 up to the open connection: RFC 1928, and RFC 1929 for the password. Stateless. */
final class SocksHandshake {
    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int PASSWORD_LOGIN = 2;
    private static final int LOGIN_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int MAX_NAME = 255;

    private SocksHandshake() {}

    /** The proxy has done its work, but the host cannot be connected to. */
    static final class HostUnreachableException extends SocketException {
        private static final long serialVersionUID = 1;

        private HostUnreachableException(String why) {
            super("by the proxy: " + why);
        }
    }

    /**
     * Has the proxy connect to a host. Reads not one byte more than the proxy sends for that.
     *
     * @param host name, which the proxy looks up, or address
     * @throws ProxyFailedException     when the proxy refuses or does not speak SOCKS 5
     * @throws HostUnreachableException when the proxy says so
     */
    static void perform(InputStream fromProxy, OutputStream toProxy, ProxyAddress proxy, String host, int port)
            throws IOException {
        DataInputStream in = new DataInputStream(fromProxy);
        logIn(in, toProxy, proxy);
        toProxy.write(connectTo(host, port));
        toProxy.flush();
        requireVersion(in.readUnsignedByte(), VERSION);
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw refusal(reply);
        }
        in.readUnsignedByte(); // reserved
        int addressBytes = addressBytes(in);
        in.readFully(new byte[addressBytes + Short.BYTES]);
    }

    private static void logIn(DataInputStream in, OutputStream out, ProxyAddress proxy) throws IOException {
        byte[] offer = proxy.hasCredentials()
                ? new byte[] {VERSION, 2, NO_LOGIN, PASSWORD_LOGIN}
                : new byte[] {VERSION, 1, NO_LOGIN};
        out.write(offer);
        out.flush();
        requireVersion(in.readUnsignedByte(), VERSION);
        int method = in.readUnsignedByte();
        if (method == PASSWORD_LOGIN && proxy.hasCredentials()) {
            out.write(login(proxy));
            out.flush();
            requireVersion(in.readUnsignedByte(), LOGIN_VERSION);
            if (in.readUnsignedByte() != 0) {
                throw new ProxyFailedException("user and password are not accepted");
            }
        } else if (method != NO_LOGIN) {
            throw new ProxyFailedException("it asks for a login that it was not given");
        }
    }

    private static byte[] login(ProxyAddress proxy) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(LOGIN_VERSION);
        writeCounted(message, proxy.user().getBytes(StandardCharsets.UTF_8));
        writeCounted(message, proxy.password().getBytes(StandardCharsets.UTF_8));
        return message.toByteArray();
    }

    private static byte[] connectTo(String host, int port) throws ProxyFailedException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(VERSION);
        message.write(CONNECT);
        message.write(0);
        if (InetAddresses.isInetAddress(host)) {
            InetAddress address = InetAddresses.forString(host);
            message.write(address instanceof Inet4Address ? IPV4 : IPV6);
            message.writeBytes(address.getAddress());
        } else {
            byte[] name = host.getBytes(StandardCharsets.US_ASCII);
            if (name.length > MAX_NAME) {
                throw new ProxyFailedException("the host's name is too long for SOCKS");
            }
            message.write(NAME);
            writeCounted(message, name);
        }
        message.write(port >>> Byte.SIZE);
        message.write(port);
        return message.toByteArray();
    }

    private static int addressBytes(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> in.readUnsignedByte();
            default -> throw new ProxyFailedException("it does not speak SOCKS 5");
        };
    }

    private static SocketException refusal(int reply) {
        return switch (reply) {
            case 3 -> new HostUnreachableException("network unreachable");
            case 4 -> new HostUnreachableException("host unreachable");
            case 5 -> new HostUnreachableException("connection refused");
            case 6 -> new HostUnreachableException("too many hops to the host");
            default -> new ProxyFailedException("it will not connect, reply " + reply);
        };
    }

    private static void requireVersion(int version, int expected) throws ProxyFailedException {
        if (version != expected) {
            throw new ProxyFailedException("it does not speak SOCKS 5");
        }
    }

    private static void writeCounted(ByteArrayOutputStream message, byte[] bytes) {
        message.write(bytes.length);
        message.writeBytes(bytes);
    }
}
