package caravan.component.etcdwatch;

import caravan.etcd.PrefixWatch;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Up while the watch stands; tells how many events wait. */
final class EtcdWatchHealthCheck extends AbstractHealthCheck {
    private final PrefixWatch watch;

    EtcdWatchHealthCheck(String routeId, PrefixWatch watch) {
        super("camel", "consumer:etcd-watch-" + routeId);
        this.watch = watch;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("backlog", watch.backlog());
        if (watch.isConnected()) {
            builder.up();
        } else {
            builder.message("not connected to etcd").down();
        }
    }
}
