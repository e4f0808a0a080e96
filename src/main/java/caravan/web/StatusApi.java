package caravan.web;

import caravan.pipeline.Crawls;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code /crawler/status}: what this node is and does. Thread-safe. */
public final class StatusApi {
    private final NodeIdentity node;
    private final Crawls crawls;

    public StatusApi(NodeIdentity node, Crawls crawls) {
        this.node = node;
        this.crawls = crawls;
    }

    /**
     * @param role      standalone, master or worker
     * @param id        stable over restarts
     * @param instance  of this start of the process, unique
     * @param version   of Caravan
     * @param startedAt of this start
     */
    public record NodeIdentity(String role, String id, String instance, String version, Instant startedAt) {}

    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("role", node.role());
        status.put("id", node.id());
        status.put("instance", node.instance());
        status.put("version", node.version());
        status.put("startedAt", node.startedAt().toString());
        Map<String, CrawlStatus> byTask = new TreeMap<>();
        crawls.all().forEach(job -> byTask.put(job.task().name(), CrawlStatus.of(job)));
        status.put("crawls", byTask);
        return status;
    }
}
