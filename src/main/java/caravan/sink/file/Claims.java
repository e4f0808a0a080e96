package caravan.sink.file;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the endpoints of one component write, so that no two write the same. Asked before a file is opened, because on
 * POSIX a process that opens and closes a file loses the lock it had on it. Thread-safe.
 */
public final class Claims {
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    void claim(String name) throws WriteFailure {
        if (!claimed.add(name)) {
            throw new WriteFailure(name, "an endpoint with other options is writing it; use the same URI for both");
        }
    }

    void release(String name) {
        claimed.remove(name);
    }
}
