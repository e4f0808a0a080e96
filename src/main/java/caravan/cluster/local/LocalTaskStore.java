package caravan.cluster.local;

import caravan.cluster.TaskStore;
import caravan.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The task definitions of a process that is its own cluster. In memory; thread-safe. */
public final class LocalTaskStore implements TaskStore {
    private final ConcurrentSkipListMap<String, Task> tasks = new ConcurrentSkipListMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public boolean put(Task task) {
        boolean added = tasks.put(task.name(), task) == null;
        listeners.forEach(listener -> listener.accept(task.name()));
        return added;
    }

    /** Has {@code listener} told the name of each definition that was put from now on, by whoever puts it. */
    public void onPut(Consumer<String> listener) {
        listeners.add(listener);
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
