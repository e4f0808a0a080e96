package caravan.sink;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which sinks cannot be written now, and why: nobody sees it otherwise that their crawls wait. Thread-safe. */
public final class SinkStates implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(SinkStates.class);

    private final Map<String, String> problems = new ConcurrentHashMap<>();

    /** A try to write has failed. */
    @Override
    public void process(Exchange exchange) {
        failed(
                exchange.getProperty("sink", String.class),
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    /** It is told when it is news, not each time. */
    void failed(String sink, Exception cause) {
        String reason =
                Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        if (problems.put(sink, reason) == null) {
            LOG.warn("sink {} cannot be written, its crawls wait: {}", sink, reason);
        }
    }

    /** A batch is committed. */
    public void worked(String sink) {
        if (problems.remove(sink) != null) {
            LOG.info("sink {} is written again", sink);
        }
    }

    /** Reasons by name of the sink. */
    public Map<String, String> problems() {
        return new TreeMap<>(problems);
    }
}
