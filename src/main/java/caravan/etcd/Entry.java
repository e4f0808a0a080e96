package caravan.etcd;

import io.etcd.jetcd.KeyValue;
import java.nio.charset.StandardCharsets;

/**
 * A key with what is stored under it. Text is UTF-8; bytes that are not come out as U+FFFD.
 *
 * @param createRevision of the store when the key came into being
 * @param modRevision    of the store when it was last written
 * @param lease          that it lives by; 0 for none
 */
public record Entry(String key, String value, long createRevision, long modRevision, long lease) {

    static Entry of(KeyValue stored) {
        return new Entry(
                stored.getKey().toString(StandardCharsets.UTF_8),
                stored.getValue().toString(StandardCharsets.UTF_8),
                stored.getCreateRevision(),
                stored.getModRevision(),
                stored.getLease());
    }
}
