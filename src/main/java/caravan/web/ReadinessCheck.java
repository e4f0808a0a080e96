package caravan.web;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while this node cannot do what it is for; being restarted would not help it. */
public final class ReadinessCheck extends AbstractHealthCheck {
    private final BooleanSupplier ready;
    private final String otherwise;

    /** @param otherwise what is amiss while it is not ready */
    public ReadinessCheck(String id, BooleanSupplier ready, String otherwise) {
        super("caravan", id);
        this.ready = ready;
        this.otherwise = otherwise;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (ready.getAsBoolean()) {
            builder.up();
        } else {
            builder.message(otherwise).down();
        }
    }
}
