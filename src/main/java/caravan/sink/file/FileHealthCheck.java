package caravan.sink.file;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while what an endpoint was last given could not be written. */
final class FileHealthCheck extends AbstractHealthCheck {
    private final Supplier<String> problem;

    /** @param problem why not; empty when it could */
    FileHealthCheck(String id, Supplier<String> problem) {
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
