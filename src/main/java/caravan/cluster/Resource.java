package caravan.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A task that was added to the cluster. The JSON names are a published format: more may be added, none renamed.
 *
 * @param id           for life, whatever worker it moves to
 * @param name         of the task
 * @param assignedNode {@code workerId|host:port}, for people to read; never parsed back. Empty while nobody can take it
 * @param creationTime nanoseconds since 1970-01-01 UTC, for life
 * @param workerId     who is to run it; empty while nobody can take it
 * @param epoch        grows by one with each move
 */
@JsonPropertyOrder({"ID", "Name", "AssignedNode", "CreationTime", "WorkerID", "Epoch"})
public record Resource(
        @JsonProperty("ID") String id,
        @JsonProperty("Name") String name,
        @JsonProperty("AssignedNode") String assignedNode,
        @JsonProperty("CreationTime") long creationTime,
        @JsonProperty("WorkerID") String workerId,
        @JsonProperty("Epoch") long epoch) {

    public Resource {
        // Written by hand, by a later version or by an earlier one, any of them may be missing.
        id = Objects.requireNonNullElse(id, "");
        assignedNode = Objects.requireNonNullElse(assignedNode, "");
        workerId = Objects.requireNonNullElse(workerId, "");
    }

    /** One that nobody runs yet. */
    public static Resource pending(String id, String name, Instant created) {
        return new Resource(id, name, "", ChronoUnit.NANOS.between(Instant.EPOCH, created), "", 0);
    }

    /** The same resource, run by {@code worker} from now on. */
    public Resource assignedTo(Worker worker) {
        return new Resource(id, name, worker.id() + "|" + worker.address(), creationTime, worker.id(), epoch + 1);
    }
}
