package caravan.sink;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while a sink cannot be written. */
public final class SinkHealthCheck extends AbstractHealthCheck {
    private final SinkStates sinks;

    public SinkHealthCheck(SinkStates sinks) {
        super("caravan", "sink");
        this.sinks = sinks;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Map<String, String> problems = sinks.problems();
        if (problems.isEmpty()) {
            builder.up();
        } else {
            problems.forEach((sink, reason) -> builder.detail(sink, reason));
            builder.message(problems.toString()).down();
        }
    }
}
