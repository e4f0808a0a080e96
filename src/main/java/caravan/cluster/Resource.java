package caravan.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A task that was added to the cluster. The JSON names are a published format: more may be added, none renamed.
 *
 * @param id           for life, whatever worker it moves to
 * @param name         its own, by which its crawl is known
 * @param assignedNode {@code workerId|host:port}, for people to read; never parsed back. Empty while nobody can take it
 * @param creationTime nanoseconds since 1970-01-01 UTC, for life
 * @param workerId     who is to run it; empty while nobody can take it
 * @param epoch        grows by one with each move
 * @param task         name of the definition; empty where that is the resource's own name
 * @param values       for the definition's parameters, for life; in order of their names
 */
@JsonPropertyOrder({"ID", "Name", "AssignedNode", "CreationTime", "WorkerID", "Epoch", "Task", "Values"})
public record Resource(
        @JsonProperty("ID") String id,
        @JsonProperty("Name") String name,
        @JsonProperty("AssignedNode") String assignedNode,
        @JsonProperty("CreationTime") long creationTime,
        @JsonProperty("WorkerID") String workerId,
        @JsonProperty("Epoch") long epoch,

        @JsonProperty("Task") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String task,

        @JsonProperty("Values") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, String> values) {

    public Resource {
        // Written by hand, by a later version or by an earlier one, any of them may be missing.
        id = Objects.requireNonNullElse(id, "");
        assignedNode = Objects.requireNonNullElse(assignedNode, "");
        workerId = Objects.requireNonNullElse(workerId, "");
        task = task == null || task.equals(name) ? "" : task;
        Map<String, String> sorted = new TreeMap<>(Objects.requireNonNullElse(values, Map.of()));
        sorted.values().removeIf(Objects::isNull);
        values = Collections.unmodifiableMap(sorted);
    }

    /** One that is crawled by the definition of its own name. */
    public Resource(String id, String name, String assignedNode, long creationTime, String workerId, long epoch) {
        this(id, name, assignedNode, creationTime, workerId, epoch, "", Map.of());
    }

    /** One that nobody runs yet. */
    public static Resource pending(String id, String name, Instant created) {
        return new Resource(id, name, "", ChronoUnit.NANOS.between(Instant.EPOCH, created), "", 0);
    }

    /** The same resource, crawled by {@code definition} with values for its parameters. */
    public Resource by(String definition, Map<String, String> itsValues) {
        return new Resource(id, name, assignedNode, creationTime, workerId, epoch, definition, itsValues);
    }

    /** The same resource, by the name that its key has. */
    public Resource named(String key) {
        return new Resource(id, key, assignedNode, creationTime, workerId, epoch, task, values);
    }

    /** The same resource, run by {@code worker} from now on. */
    public Resource assignedTo(Worker worker) {
        String node = worker.id() + "|" + worker.address();
        return new Resource(id, name, node, creationTime, worker.id(), epoch + 1, task, values);
    }

    /** Name of the definition it is crawled by. */
    public String definition() {
        return Optional.of(task).filter(given -> !given.isEmpty()).orElse(name);
    }
}
