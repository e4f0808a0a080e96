package caravan.cluster.local;

import caravan.cluster.TaskStore;
import caravan.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The task definitions of a process that is its own cluster. In memory; thread-safe. */
public final class LocalTaskStore implements TaskStore {
    private final ConcurrentSkipListMap<String, Task> tasks = new ConcurrentSkipListMap<>();

    @Override
    public boolean put(Task task) {
        return tasks.put(task.name(), task) == null;
    }

    @Override
    public Optional<Task> find(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    @Override
    public List<Task> list() {
        return List.copyOf(tasks.values());
    }

    @Override
    public boolean delete(String name) {
        return tasks.remove(name) != null;
    }
}
