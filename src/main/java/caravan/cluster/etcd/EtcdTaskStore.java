package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.cluster.Leadership;
import caravan.cluster.TaskJson;
import caravan.cluster.TaskStore;
import caravan.etcd.Entry;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdTxn;
import caravan.task.Task;
import caravan.task.TaskCodec;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task definitions in etcd, {@code /tasks/NAME}, each as a {@link TaskJson}. One that cannot be read is passed
 * over in lists. Thread-safe.
 */
public final class EtcdTaskStore implements TaskStore {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdTaskStore.class);

    private final Etcd etcd;
    private final TaskJson json;

    public EtcdTaskStore(Etcd etcd, TaskCodec codec) {
        this.etcd = etcd;
        this.json = new TaskJson(codec);
    }

    @Override
    public boolean put(Task task) {
        if (putIfAbsent(task, new EtcdTxn())) {
            return true;
        }
        etcd.commit(new EtcdTxn().put(key(task.name()), encode(task)));
        return false;
    }

    /**
     * For the leader.
     *
     * @return false, and nothing changed, when there is one of that name
     * @throws CaravanException UNAVAILABLE when it does not lead any more
     */
    boolean putIfAbsent(Task task, Fence fence) {
        boolean put = putIfAbsent(task, fence.txn());
        if (!put && etcd.get(key(task.name())).isEmpty()) {
            throw Leadership.notLeading();
        }
        return put;
    }

    private boolean putIfAbsent(Task task, EtcdTxn conditions) {
        String key = key(task.name());
        return etcd.commit(conditions.ifAbsent(key).put(key, encode(task))).applied();
    }

    /** @throws CaravanException INVALID when what is stored is no definition */
    @Override
    public Optional<Task> find(String name) {
        return etcd.get(key(name)).map(this::decode);
    }

    @Override
    public List<Task> list() {
        return etcd.list(Keys.TASKS).entries().stream()
                .map(this::decodeIfPossible)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public boolean delete(String name) {
        return etcd.commit(new EtcdTxn().delete(key(name))).deleted() > 0;
    }

    private String encode(Task task) {
        return json.write(task).toString();
    }

    private Optional<Task> decodeIfPossible(Entry entry) {
        try {
            return Optional.of(decode(entry));
        } catch (CaravanException e) {
            LOG.warn("passed over a malformed definition: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Task decode(Entry entry) {
        String source = "etcd " + entry.key();
        Task task = json.read(TaskJson.parse(entry.value(), source), source);
        if (!key(task.name()).equals(entry.key())) {
            throw CaravanException.invalid(source + ": defines '" + task.name() + "'");
        }
        return task;
    }

    private static String key(String name) {
        return Keys.TASKS + name;
    }
}
