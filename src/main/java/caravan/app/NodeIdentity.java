package caravan.app;

import caravan.web.StatusApi;
import java.time.Instant;
import java.util.UUID;

/**
 * Who this process is.
 *
 * @param instance of this start of the process, unique
 */
record NodeIdentity(String role, String id, String instance, Instant startedAt, ClusterSettings cluster) {

    static NodeIdentity of(String role, Settings settings) {
        return new NodeIdentity(
                role, settings.node().id(), UUID.randomUUID().toString(), Instant.now(), settings.cluster());
    }

    /** Where others reach what listens on {@code listening}, the role's main port: as was said, or as found out. */
    String address(HostPort listening) {
        return cluster.advertise().orElseGet(() -> cluster.published(listening)).toString();
    }

    /** Where others reach another port of this node. */
    String besides(HostPort listening) {
        return cluster.advertise()
                .map(said -> new HostPort(said.host(), listening.port()))
                .orElseGet(() -> cluster.published(listening))
                .toString();
    }

    StatusApi.NodeIdentity forStatus() {
        return new StatusApi.NodeIdentity(role, id, instance, Version.current(), startedAt);
    }
}
