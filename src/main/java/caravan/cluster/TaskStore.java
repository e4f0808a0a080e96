package caravan.cluster;

import caravan.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * The definitions of the tasks that can be added, by name. Thread-safe; each change is atomic. Calls may throw
 * {@link caravan.CaravanException} UNAVAILABLE.
 */
public interface TaskStore {

    /** @return true when there was none of that name before */
    boolean put(Task task);

    Optional<Task> find(String name);

    /** @return in order of their names */
    List<Task> list();

    /** @return false when there was none of that name */
    boolean delete(String name);
}
