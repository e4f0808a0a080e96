package caravan.cluster.etcd;

import caravan.cluster.CrawlReports;
import caravan.cluster.Resource;
import caravan.etcd.Entry;
import caravan.etcd.Etcd;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What workers report of their crawls, {@code /status/NAME}, read anew each time. Thread-safe. */
public final class StatusBoard implements CrawlReports {
    private final Etcd etcd;

    public StatusBoard(Etcd etcd) {
        this.etcd = etcd;
    }

    @Override
    public Optional<Object> of(Resource resource) {
        return etcd.get(Keys.STATUS + resource.name()).flatMap(entry -> report(entry, resource));
    }

    @Override
    public Function<Resource, Optional<Object>> now() {
        Map<String, Entry> byKey =
                etcd.list(Keys.STATUS).entries().stream().collect(Collectors.toMap(Entry::key, entry -> entry));
        return resource ->
                Optional.ofNullable(byKey.get(Keys.STATUS + resource.name())).flatMap(entry -> report(entry, resource));
    }

    /** Only what is told of this very resource, since it came to the worker that has it. */
    private static Optional<Object> report(Entry entry, Resource resource) {
        return ClusterJson.read(entry.value(), JsonNode.class)
                .filter(report -> report.path("id").asText().equals(resource.id())
                        && report.path("epoch").asLong(-1) == resource.epoch())
                .map(report -> report);
    }
}
