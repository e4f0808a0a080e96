package caravan.cluster.local;

import caravan.cluster.TaskJson;
import caravan.cluster.TaskStore;
import caravan.task.Task;
import caravan.task.TaskCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task definitions of a process that is its own cluster. Those that are put are, where it is given a folder, kept
 * in files that the next process begins with; those of the operator's own files are not, as these are there anyway. Of
 * one name the last one counts, whichever way it came: what was put in the place of a file's goes on counting after a
 * restart, until that file says something else.
 *
 * <p>Thread-safe; changes hold its lock, also while the disk is written, questions do not.
 */
public final class LocalTaskStore implements TaskStore {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTaskStore.class);
    private static final String FOLDER = "tasks";

    private final Keeper<KeptTask> keeper;
    private final ConcurrentSkipListMap<String, Task> tasks = new ConcurrentSkipListMap<>();
    /** Those that count and were put. */
    private final Map<String, KeptTask> kept = new HashMap<>();
    /** What files say, whether it counts or not. */
    private final Map<String, String> prints = new HashMap<>();

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** One that forgets all when the process ends. */
    public LocalTaskStore() {
        this(Keeper.nothing());
    }

    /** @throws caravan.CaravanException INVALID when a file that is there cannot be read */
    public LocalTaskStore(DataFolder data, TaskCodec codec) {
        this(data.files(FOLDER, new KeptTask.JsonForm(new TaskJson(codec))));
    }

    private LocalTaskStore(Keeper<KeptTask> keeper) {
        this.keeper = keeper;
        kept.putAll(keeper.load());
        kept.forEach((name, each) -> tasks.put(name, each.task()));
    }

    @Override
    public boolean put(Task task) {
        boolean added = keep(task);
        announce(task);
        return added;
    }

    private synchronized boolean keep(Task task) {
        KeptTask fresh = new KeptTask(task, prints.getOrDefault(task.name(), ""));
        keeper.keep(task.name(), fresh);
        kept.put(task.name(), fresh);
        return tasks.put(task.name(), task) == null;
    }

    /** Takes what one of the operator's files says at start: what was put in the place of just that counts still. */
    public void load(Task ofFile) {
        if (!isReplaced(ofFile)) {
            take(ofFile);
        }
    }

    private synchronized boolean isReplaced(Task ofFile) {
        KeptTask other = kept.get(ofFile.name());
        if (other == null) {
            return false;
        }
        String print = KeptTask.print(ofFile);
        boolean replaced = other.replaced().equals(print);
        if (replaced) {
            prints.put(ofFile.name(), print);
            LOG.info("task={} is what was put over REST: its file says what it said then", ofFile.name());
        } else {
            LOG.info("task={} is what its file says: that is newer than what was put over REST", ofFile.name());
        }
        return replaced;
    }

    /** Takes what one of the operator's files says, now that it has changed. */
    public void take(Task ofFile) {
        replace(ofFile);
        announce(ofFile);
    }

    private synchronized void replace(Task ofFile) {
        forget(ofFile.name());
        prints.put(ofFile.name(), KeptTask.print(ofFile));
        tasks.put(ofFile.name(), ofFile);
    }

    private void forget(String name) {
        if (kept.containsKey(name)) {
            keeper.forget(name);
            kept.remove(name);
        }
    }

    /** Has {@code listener} told the name of each definition that counts from now on, whichever way it comes. */
    public void onPut(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void announce(Task task) {
        listeners.forEach(listener -> listener.accept(task.name()));
    }

    @Override
    public Optional<Task> find(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    @Override
    public List<Task> list() {
        return List.copyOf(tasks.values());
    }

    /** One of the operator's files is there again at the next start. */
    @Override
    public synchronized boolean delete(String name) {
        forget(name);
        return tasks.remove(name) != null;
    }
}
