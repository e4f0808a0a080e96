package caravan.sink;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while the output cannot be written: the crawls then wait, which nobody sees from outside otherwise. */
public final class SinkHealthCheck extends AbstractHealthCheck {
    private final JsonLinesSink sink;

    public SinkHealthCheck(JsonLinesSink sink) {
        super("caravan", "sink");
        this.sink = sink;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String problem = sink.problem();
        if (problem.isEmpty()) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }
}
