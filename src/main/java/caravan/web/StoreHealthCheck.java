package caravan.web;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while a crawl cannot write what it must not forget. */
public final class StoreHealthCheck extends AbstractHealthCheck {
    private final Supplier<Map<String, String>> troubles;

    /** @param troubles reasons by task */
    public StoreHealthCheck(Supplier<Map<String, String>> troubles) {
        super("caravan", "store");
        this.troubles = troubles;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Map<String, String> current = troubles.get();
        if (current.isEmpty()) {
            builder.up();
        } else {
            current.forEach(builder::detail);
            builder.message(current.toString()).down();
        }
    }
}
