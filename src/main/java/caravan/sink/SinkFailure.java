package caravan.sink;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when a sink could not be written however often it was tried: the process cannot go on. Thread-safe. */
public final class SinkFailure {
    private static final Logger LOG = LoggerFactory.getLogger(SinkFailure.class);

    private final CompletableFuture<String> reason = new CompletableFuture<>();

    public void giveUp(Exception cause) {
        if (reason.complete(String.valueOf(cause.getMessage()))) {
            LOG.error("the sink is given up, its records are not stored: {}", cause.getMessage());
        }
    }

    /** Completes with the reason, if it ever comes to that. */
    public CompletableFuture<String> reason() {
        return reason;
    }
}
