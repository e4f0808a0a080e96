package caravan.rpc;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.rpc.proto.CrawlerMasterGrpc;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Camel endpoint of a leading master. Its address is all that is not ours in it, and is checked strictly: it came
 * out of a store, and must name a host and a port, not more of a URI.
 */
final class LeaderUri {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderUri.class);
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):\\d{1,5}");
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private LeaderUri() {}

    /**
     * @param address    {@code host:port}, IPv6 addresses in brackets
     * @param method     of the Java stub
     * @param connection number of the connection to use: Camel keeps one for each endpoint that is called
     * @throws CaravanException UNAVAILABLE when that is no address
     */
    static String of(String address, String method, long connection) {
        requireAddress(address);
        // Camel finds the service by its Java class, so this is not the package of the contract.
        return "grpc:" + address + "/" + CrawlerMasterGrpc.class.getPackageName() + ".CrawlerMaster?method=" + method
                + "&synchronous=true&maxMessageSize=" + MAX_ANSWER_BYTES
                + "&userAgent=caravan-" + connection;
    }

    private static void requireAddress(String address) {
        if (!ADDRESS.matcher(address).matches() || !isHostAndPort(address)) {
            LOG.warn("the leader's address is not host:port: {}", address);
            throw new CaravanException(Kind.UNAVAILABLE, "the leader's address cannot be called");
        }
    }

    /** Whether Camel, which takes it for a URI, finds both in it. */
    private static boolean isHostAndPort(String address) {
        try {
            URI uri = new URI("grpc://" + address);
            return uri.getHost() != null && uri.getPort() >= 1 && uri.getPort() <= 65535;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
