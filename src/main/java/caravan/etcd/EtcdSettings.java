package caravan.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where etcd is, and how to reach it.
 *
 * @param endpoints   {@code http://host:port} or {@code https://host:port}, all of one kind, at least one
 * @param login       empty where etcd asks for none
 * @param tls         for https
 * @param callTimeout how long one call may take
 */
public record EtcdSettings(List<URI> endpoints, Optional<Login> login, Tls tls, Duration callTimeout) {

    /** A user of etcd. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user; // never the password
        }
    }

    /**
     * Files in PEM form.
     *
     * @param authorities whom to trust instead of the authorities that Java trusts
     * @param certificate of this client; needs {@code key}
     * @param key         in PKCS #8
     */
    public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

        public Tls {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException("a certificate and its key are given together or not at all");
            }
        }
    }

    public EtcdSettings {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("needs at least one endpoint");
        }
        if (endpoints.stream().map(URI::getScheme).distinct().count() > 1) {
            throw new IllegalArgumentException("endpoints must be all http or all https");
        }
        endpoints = List.copyOf(endpoints);
    }

    /** An etcd without login and TLS. */
    public static EtcdSettings plain(String endpoint) {
        return new EtcdSettings(List.of(URI.create(endpoint)), Optional.empty(), Tls.DEFAULT, Duration.ofSeconds(3));
    }

    public boolean isSecure() {
        return endpoints.get(0).getScheme().equals("https");
    }

    /** The endpoints for people to read. */
    String where() {
        return endpoints.stream().map(URI::toString).collect(Collectors.joining(","));
    }
}
