package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.cluster.Leadership;
import caravan.cluster.TaskStore;
import caravan.etcd.Entry;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdTxn;
import caravan.task.Task;
import caravan.task.TaskCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task definitions in etcd, {@code /tasks/NAME}: the definition as JSON, and {@code privateAllowed} beside it where
 * the operator wrote it in a file. One that cannot be read is passed over in lists. Thread-safe.
 */
public final class EtcdTaskStore implements TaskStore {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdTaskStore.class);
    /** Numbers stay as they were written: 1.50 is another text than 1.5. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String PRIVATE = "privateAllowed";

    private final Etcd etcd;
    private final TaskCodec codec;

    public EtcdTaskStore(Etcd etcd, TaskCodec codec) {
        this.etcd = etcd;
        this.codec = codec;
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
        try {
            ObjectNode definition = (ObjectNode) JSON.readTree(codec.writeJson(task));
            if (task.privateAllowed()) {
                definition.put(PRIVATE, true);
            }
            return definition.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the codec writes no JSON", e);
        }
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
        try {
            JsonNode stored = JSON.readTree(entry.value());
            boolean privateAllowed = stored.path(PRIVATE).asBoolean();
            if (stored instanceof ObjectNode definition) {
                definition.remove(PRIVATE);
            }
            Task task = codec.readJson(stored.toString(), "etcd " + entry.key(), privateAllowed);
            if (!key(task.name()).equals(entry.key())) {
                throw CaravanException.invalid("etcd " + entry.key() + ": defines '" + task.name() + "'");
            }
            return task;
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid("etcd " + entry.key() + ": is not JSON");
        }
    }

    private static String key(String name) {
        return Keys.TASKS + name;
    }
}
