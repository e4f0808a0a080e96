package caravan.app.client;

import static caravan.app.client.Table.Column.left;
import static caravan.app.client.Table.Column.right;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is known of a cluster. A part that no master told is null in JSON and unknown in text. For one thread. */
final class StatusReport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LEADER = "leader";
    private static final String WORKERS = "workers";
    private static final String RESOURCES = "resources";

    private final List<MasterState> masters;
    private String leaderless = "";
    private final Map<String, Answer> parts = new HashMap<>();
    private final List<JsonNode> workers = new ArrayList<>();
    private final Map<String, Long> resourcesByWorker = new HashMap<>();
    private final Map<String, Long> resourcesByState = new TreeMap<>();

    StatusReport(List<MasterState> masters) {
        this.masters = masters;
    }

    void leader(Answer answer) {
        answer.object();
        parts.put(LEADER, answer);
    }

    /**
     * @param reason why it is not known who leads
     */
    void noLeader(String reason) {
        leaderless = reason;
    }

    void workers(Answer answer) {
        answer.elements(workers::add);
        parts.put(WORKERS, answer);
    }

    void resources(Answer answer) {
        answer.elements(this::count);
        parts.put(RESOURCES, answer);
    }

    private void count(JsonNode resource) {
        String state = ResourceRow.state(resource);
        resourcesByState.merge(state.isEmpty() ? "unknown" : Printable.line(state), 1L, Long::sum);
        String worker = resource.path("WorkerID").asText();
        if (!worker.isEmpty()) {
            resourcesByWorker.merge(worker, 1L, Long::sum);
        }
    }

    /** One object: {@code leader}, {@code masters}, {@code workers}, {@code resources}. */
    byte[] json() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            part(out, LEADER);
            out.writeArrayFieldStart("masters");
            for (MasterState master : masters) {
                out.writeTree(master.json());
            }
            out.writeEndArray();
            part(out, WORKERS);
            part(out, RESOURCES);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that was read once cannot be read again", e);
        }
        return text.toByteArray();
    }

    private void part(JsonGenerator out, String name) throws IOException {
        out.writeFieldName(name);
        Optional<Answer> answer = Optional.ofNullable(parts.get(name));
        if (answer.isPresent()) {
            answer.get().copyTo(out);
        } else {
            out.writeNull();
        }
    }

    String text() {
        return line(LEADER, leaderText()) + "\n" + mastersTable().text() + "\n" + workersText() + "\n"
                + line(RESOURCES, resourcesText());
    }

    private static String line(String label, String value) {
        return "%-11s%s%n".formatted(label, value);
    }

    private String leaderText() {
        return Optional.ofNullable(parts.get(LEADER))
                .map(Answer::object)
                .map(leader -> shown(leader, "id") + " (" + shown(leader, "address") + ")")
                .orElse("unknown: " + leaderless);
    }

    private Table mastersTable() {
        Table table = new Table(left("MASTER"), left("ROLE"), left("ID"), left("VERSION"), left("STATE"));
        masters.forEach(master -> table.row(
                master.url().toString(),
                master.text("role"),
                master.text("id"),
                master.text("version"),
                master.isUp() ? "up" : "down: " + master.problem()));
        return table;
    }

    private String workersText() {
        if (workers.isEmpty()) {
            return line(WORKERS, parts.containsKey(WORKERS) ? "none" : "unknown");
        }
        Table table = new Table(left("WORKER"), left("ADDRESS"), right("RESOURCES"));
        workers.forEach(worker ->
                table.row(worker.path("id").asText(), worker.path("address").asText(), resourcesOf(worker)));
        return table.text();
    }

    private String resourcesOf(JsonNode worker) {
        long count = resourcesByWorker.getOrDefault(worker.path("id").asText(), 0L);
        return parts.containsKey(RESOURCES) ? figure(count) : "";
    }

    private String resourcesText() {
        if (!parts.containsKey(RESOURCES)) {
            return "unknown";
        }
        long all = resourcesByState.values().stream().mapToLong(Long::longValue).sum();
        String byState = resourcesByState.entrySet().stream()
                .map(entry -> entry.getKey() + " " + figure(entry.getValue()))
                .collect(Collectors.joining(" · "));
        return all == 0 ? "none" : figure(all) + "  (" + byState + ")";
    }

    private static String figure(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String shown(JsonNode node, String key) {
        return Printable.line(node.path(key).asText("-"));
    }
}
