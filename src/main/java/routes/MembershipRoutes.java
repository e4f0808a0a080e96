package routes;

import static caravan.component.etcdwatch.EtcdWatchConstants.TYPE;
import static org.apache.camel.ExchangePattern.InOnly;

import org.apache.camel.builder.RouteBuilder;

/** What only the leader does: it knows who is there and who has what, and gives tasks without a worker to others. */
public class MembershipRoutes extends RouteBuilder {
    /** Starts a route when this master begins to lead, and stops it when it ends. */
    private static final String LEADER_ONLY = "leaderOnly";

    @Override
    public void configure() {
        from("{{caravan.watch.workers}}")
                .routeId("membership")
                .routeDescription("Somebody came or went")
                .routePolicyRef(LEADER_ONLY)
                .errorHandler(noErrorHandler())
                .bean("workerView", "apply")
                .to(InOnly, "{{caravan.queue.reassign}}");

        from("{{caravan.watch.resources}}")
                .routeId("assignments")
                .routeDescription("Keeps up with who has what")
                .routePolicyRef(LEADER_ONLY)
                .errorHandler(noErrorHandler())
                .bean("resourceView", "apply")
                .filter(header(TYPE).isEqualTo("SYNCED"))
                .to(InOnly, "{{caravan.queue.reassign}}");

        from("timer:audit?period={{caravan.audit.every}}&delay=0")
                .routeId("audit")
                .routeDescription("Looks from time to time, whether anything happened or not")
                .routePolicyRef(LEADER_ONLY)
                .routeConfigurationId(ErrorRoutes.COORDINATION)
                .bean("seeding", "seed")
                .to(InOnly, "{{caravan.queue.reassign}}");

        from("{{caravan.queue.reassign}}")
                .routeId("reassign")
                .routeDescription("Gives tasks whose worker is gone, or that had none, to others")
                .routeConfigurationId(ErrorRoutes.COORDINATION)
                .filter(method("leaderView", "isReady()"))
                .bean("resources", "reassign");
    }
}
