package caravan.web;

import caravan.pipeline.Job;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /crawler/status}: what this node is and does. Thread-safe. */
public final class StatusApi {
    private final NodeIdentity node;
    private final Supplier<Map<String, Object>> standing;
    private final Supplier<List<Job>> crawls;

    /**
     * @param standing of this node in its cluster, by what it is called in the answer
     * @param crawls   that run here
     */
    public StatusApi(NodeIdentity node, Supplier<Map<String, Object>> standing, Supplier<List<Job>> crawls) {
        this.node = node;
        this.standing = standing;
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
        status.putAll(standing.get());
        Map<String, CrawlStatus> byTask = new TreeMap<>();
        crawls.get().forEach(job -> byTask.put(job.task().name(), CrawlStatus.of(job)));
        status.put("crawls", byTask);
        return status;
    }
}
