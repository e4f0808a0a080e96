package caravan.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** The flags that masters and workers have in common. */
class ClusterFlags extends NodeFlags {

    ClusterFlags() {
        setDefault("caravan.id", hostName());
    }

    @Option(names = "--id", paramLabel = "ID", description = "Name of this node, its own (default: the host's name).")
    void id(String value) {
        set("caravan.id", value);
    }

    @Option(names = "--grpc", paramLabel = "[HOST]:PORT", description = "gRPC address (default 127.0.0.1:9090).")
    void grpc(String value) {
        set("caravan.grpc", value);
    }

    @Option(names = "--etcd", paramLabel = "URL[,URL…]", description = "etcd (default http://127.0.0.1:2379).")
    void etcd(String value) {
        set("caravan.etcd.endpoints", value);
    }

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where others reach this node: a master's gRPC, a worker's REST.")
    void advertise(String value) {
        set("caravan.advertise", value);
    }

    /** The settings of a node of a cluster, whose libraries' logs are gathered from now on. */
    final Settings loadForNode() {
        Settings settings = load();
        Logging.gatherAll();
        return settings;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
