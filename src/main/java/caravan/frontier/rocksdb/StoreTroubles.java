package caravan.frontier.rocksdb;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which crawls cannot write what they must not forget, and so wait. Thread-safe. */
public final class StoreTroubles {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTroubles.class);

    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    /** @return reasons by task; empty when all is well */
    public Map<String, String> current() {
        return new TreeMap<>(reasons);
    }

    Reporter of(String taskName) {
        return new Reporter(taskName);
    }

    /** For one crawl; told again and again, says it once. */
    final class Reporter {
        private final String taskName;

        private Reporter(String taskName) {
            this.taskName = taskName;
        }

        void are(String reason) {
            if (reasons.put(taskName, reason) == null) {
                LOG.warn("the store cannot be written, the crawl waits task={}: {}", taskName, reason);
            }
        }

        void none() {
            if (!reasons.isEmpty() && reasons.remove(taskName) != null) {
                LOG.info("the store can be written again task={}", taskName);
            }
        }
    }
}
