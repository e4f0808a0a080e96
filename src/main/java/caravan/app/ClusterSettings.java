package caravan.app;

import caravan.CaravanException;
import caravan.etcd.EtcdSettings;
import caravan.etcd.EtcdSettings.Login;
import caravan.etcd.EtcdSettings.Tls;
import caravan.task.Durations;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the settings say of the cluster.
 *
 * @param enabled   false for a worker that runs alone
 * @param lease     how long a node may be silent before it counts as dead
 * @param grpc      to listen on
 * @param advertise where others reach this node; empty where it is to be found out
 * @param capacity  resources a worker takes at most
 */
record ClusterSettings(
        boolean enabled, EtcdSettings etcd, Duration lease, HostPort grpc, Optional<HostPort> advertise, int capacity) {
    private static final EtcdSettings FALLBACK = EtcdSettings.plain("http://127.0.0.1:2379");

    static ClusterSettings from(PropertyReader reader) {
        Settings.positive(reader, "caravan.audit.every");
        Settings.positive(reader, "caravan.status.every");
        return new ClusterSettings(
                reader.flag("caravan.cluster"),
                etcd(reader),
                reader.read("caravan.cluster.lease", ClusterSettings::lease, Duration.ofSeconds(10)),
                reader.read("caravan.grpc", HostPort::parse, new HostPort("127.0.0.1", 9090)),
                reader.read("caravan.advertise", ClusterSettings::advertised, Optional.empty()),
                reader.number("caravan.worker.capacity", 1, 1_000_000));
    }

    private static EtcdSettings etcd(PropertyReader reader) {
        List<URI> endpoints = reader.read("caravan.etcd.endpoints", ClusterSettings::endpoints, FALLBACK.endpoints());
        Optional<Login> login = optional(reader, "caravan.etcd.user")
                .map(user -> new Login(
                        user, optional(reader, "caravan.etcd.password").orElse("")));
        Duration timeout = Settings.positive(reader, "caravan.etcd.timeout");
        Optional<Path> ca = file(reader, "caravan.etcd.ca");
        Optional<Path> certificate = file(reader, "caravan.etcd.certificate");
        Optional<Path> key = file(reader, "caravan.etcd.key");
        return reader.read(
                "caravan.etcd.certificate",
                text -> new EtcdSettings(endpoints, login, new Tls(ca, certificate, key), timeout),
                FALLBACK);
    }

    private static List<URI> endpoints(String text) {
        List<URI> endpoints = Arrays.stream(text.split(","))
                .map(String::strip)
                .map(ClusterSettings::endpoint)
                .toList();
        if (endpoints.stream().map(URI::getScheme).distinct().count() > 1) {
            throw new IllegalArgumentException("must be all http or all https");
        }
        return endpoints;
    }

    private static URI endpoint(String text) {
        if (!text.matches("https?://[^/?#@\\s]+:\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an endpoint: write it like http://127.0.0.1:2379");
        }
        return URI.create(text);
    }

    private static Duration lease(String text) {
        Duration lease = Durations.parse(text);
        if (lease.getNano() != 0 || lease.toSeconds() < 3 || lease.toSeconds() > 120) {
            throw new IllegalArgumentException("'" + text + "' is not whole seconds within 3s and 120s");
        }
        return lease;
    }

    private static Optional<HostPort> advertised(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        HostPort said = HostPort.parse(text);
        if (!said.toCall().equals(said)) {
            throw new IllegalArgumentException("'" + text + "' names no host that others can reach");
        }
        return Optional.of(said);
    }

    private static Optional<Path> file(PropertyReader reader, String key) {
        return reader.read(
                key,
                text -> {
                    if (!text.isEmpty() && !Files.isReadable(Path.of(text))) {
                        throw new IllegalArgumentException("cannot read the file '" + text + "'");
                    }
                    return text.isEmpty() ? Optional.<Path>empty() : Optional.of(Path.of(text));
                },
                Optional.empty());
    }

    private static Optional<String> optional(PropertyReader reader, String key) {
        return reader.read(key, text -> Optional.of(text).filter(given -> !given.isEmpty()), Optional.empty());
    }

    /** The same etcd with shorter calls: a lease must be renewed several times before it is lost. */
    EtcdSettings leasing() {
        Duration quarter = lease.dividedBy(4);
        Duration timeout = etcd.callTimeout().compareTo(quarter) < 0 ? etcd.callTimeout() : quarter;
        return new EtcdSettings(etcd.endpoints(), etcd.login(), etcd.tls(), timeout);
    }

    /** Where others reach {@code listening}. */
    HostPort published(HostPort listening) {
        boolean everywhere = !listening.toCall().equals(listening);
        return everywhere ? new HostPort(firstAddress(), listening.port()) : listening;
    }

    /** The first address of this machine that is not loopback, IPv4 before IPv6; else loopback. */
    private static String firstAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .min(Comparator.comparing(address -> address.getAddress().length))
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.split("%")[0])
                    .orElse("127.0.0.1");
        } catch (SocketException e) {
            throw new CaravanException(
                    CaravanException.Kind.INTERNAL,
                    "cannot find this machine's addresses; give one by --advertise: " + e.getMessage());
        }
    }
}
