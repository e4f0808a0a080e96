package caravan.etcd;

import static caravan.etcd.EtcdConnector.bytes;

import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions, and changes that are made all together when they all hold, or not at all. etcd takes at most
 * {@link #MAX_OPERATIONS} of each. For one thread.
 */
public final class EtcdTxn {
    /** What etcd allows in one transaction unless it was told otherwise ({@code --max-txn-ops}). */
    public static final int MAX_OPERATIONS = 128;

    private final Map<String, Cmp> conditions = new LinkedHashMap<>();
    private final List<Op> changes = new ArrayList<>();

    /** What came of a transaction. */
    public record Outcome(boolean applied, long revision, long deleted) {}

    public EtcdTxn ifAbsent(String key) {
        return ifCreatedAt(key, 0);
    }

    public EtcdTxn ifPresent(String key) {
        return when("+" + key, new Cmp(bytes(key), Cmp.Op.GREATER, CmpTarget.createRevision(0)));
    }

    public EtcdTxn ifCreatedAt(String key, long revision) {
        return when("=" + key, new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(revision)));
    }

    /** Holds when nobody has written the key since it was read. */
    public EtcdTxn ifUnchanged(String key, long modRevision) {
        return when("~" + key, new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.modRevision(modRevision)));
    }

    public EtcdTxn put(String key, String value) {
        return put(key, value, 0);
    }

    /** @param lease that the key is to live by; 0 for none */
    public EtcdTxn put(String key, String value, long lease) {
        PutOption option = PutOption.builder().withLeaseId(lease).build();
        changes.add(Op.put(bytes(key), bytes(value), option));
        return this;
    }

    public EtcdTxn delete(String key) {
        changes.add(Op.delete(bytes(key), DeleteOption.DEFAULT));
        return this;
    }

    /** How many conditions and changes there are, whichever are more. */
    public int size() {
        return Math.max(conditions.size(), changes.size());
    }

    Cmp[] conditions() {
        return conditions.values().toArray(new Cmp[0]);
    }

    Op[] changes() {
        return changes.toArray(new Op[0]);
    }

    /** The same condition of many changes, such as who leads, is sent once. */
    private EtcdTxn when(String name, Cmp condition) {
        conditions.put(name, condition);
        return this;
    }
}
