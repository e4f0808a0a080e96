package caravan.sink;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while a sink cannot be written: the crawls then wait, which nobody sees from outside otherwise. */
public final class SinkHealthCheck extends AbstractHealthCheck {
    private final Supplier<String> problem;

    /** For the default sink. */
    public SinkHealthCheck(JsonLinesSink sink) {
        this("sink", sink::problem);
    }

    /** @param problem why the last batch could not be written; empty when it could */
    public SinkHealthCheck(String id, Supplier<String> problem) {
        super("caravan", id);
        this.problem = problem;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String reason = problem.get();
        if (reason.isEmpty()) {
            builder.up();
        } else {
            builder.message(reason).down();
        }
    }
}
