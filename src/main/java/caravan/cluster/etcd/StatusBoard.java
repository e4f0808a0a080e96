package caravan.cluster.etcd;

import caravan.cluster.Resource;
import caravan.etcd.Etcd;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What workers report of their crawls, {@code /status/NAME}, read anew each time. Thread-safe. */
public final class StatusBoard {
    private final Etcd etcd;

    public StatusBoard(Etcd etcd) {
        this.etcd = etcd;
    }

    /** @return what the worker of this very resource, in this epoch, has reported */
    public Optional<JsonNode> find(Resource resource) {
        return etcd.get(Keys.STATUS + resource.name())
                .flatMap(entry -> ClusterJson.read(entry.value(), JsonNode.class))
                .filter(report -> isOf(report, resource));
    }

    /** All reports, by task. */
    public Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new HashMap<>();
        etcd.list(Keys.STATUS).entries().forEach(entry -> ClusterJson.read(entry.value(), JsonNode.class)
                .ifPresent(report -> all.put(entry.key().substring(Keys.STATUS.length()), report)));
        return all;
    }

    public static boolean isOf(JsonNode report, Resource resource) {
        return report.path("id").asText().equals(resource.id())
                && report.path("epoch").asLong(-1) == resource.epoch();
    }
}
