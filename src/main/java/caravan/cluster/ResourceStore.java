package caravan.cluster;

import java.util.List;
import java.util.Optional;

/**
 * The resources of the cluster, by name: the one truth of what is to run where. Thread-safe; each change is atomic.
 */
public interface ResourceStore {

    /** @return false, and nothing changed, when there is a resource of that name already */
    boolean create(Resource resource);

    Optional<Resource> find(String name);

    /** @return in order of their names */
    List<Resource> list();

    /** @return what was deleted; empty, and nothing changed, when there was none of that name */
    Optional<Resource> delete(String name);

    /** Has {@code listener} called after each change, on a thread that must not be held up. */
    void onChange(Runnable listener);
}
