package caravan.cluster;

import java.util.List;
import java.util.Optional;

/**
 * The resources of the cluster, by name: the one truth of what is to run where. Thread-safe; each change is atomic.
 * Changes may throw {@link caravan.CaravanException} UNAVAILABLE, when this process does not lead, or when nobody can
 * tell whether the change was made.
 */
public interface ResourceStore extends ResourceReader {

    /**
     * A resource that goes to another worker.
     *
     * @param seen  what it was when that was decided
     * @param moved what it is to be
     */
    record Move(Resource seen, Resource moved) {}

    /** @return false, and nothing changed, when there is a resource of that name already */
    boolean create(Resource resource);

    /** @return what was deleted; empty, and nothing changed, when there was none of that name */
    Optional<Resource> delete(String name);

    /**
     * Makes each move whose resource is still what was seen.
     *
     * @return those that were made
     */
    List<Move> moveAll(List<Move> moves);
}
