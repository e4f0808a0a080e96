package routes;

import org.apache.camel.builder.RouteBuilder;

/** What a worker of a cluster does when something changes: in etcd, or with its own registration. */
public class WorkerRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:registration?period={{caravan.registration.every}}&delay=0")
                .routeId("registration")
                .routeDescription("Comes back to duty once registered: lists, opens and closes crawls")
                .routeConfigurationId(ErrorRoutes.COORDINATION)
                .bean("duty", "catchUp");

        from("{{caravan.watch.resources}}")
                .routeId("resources")
                .routeDescription("Mine: opens or closes its crawl. Another's: leaves it alone")
                .errorHandler(noErrorHandler())
                .bean("duty", "resourceChanged");

        from("{{caravan.watch.tasks}}")
                .routeId("definitions")
                .routeDescription("A definition changed: what runs by it goes on by the new one")
                .errorHandler(noErrorHandler())
                .bean("duty", "definitionChanged");

        from("timer:try-again?period={{caravan.try-again.every}}")
                .routeId("try-again")
                .routeDescription("Opens what could not be opened before, for a full disk for one")
                .routeConfigurationId(ErrorRoutes.COORDINATION)
                .bean("duty", "tryAgain");

        from("{{caravan.watch.election}}")
                .routeId("election")
                .routeDescription("Keeps in mind who leads, to say so")
                .routeConfigurationId(ErrorRoutes.COORDINATION)
                .bean("electionView", "follow");

        from("timer:status?period={{caravan.status.every}}")
                .routeId("status")
                .routeDescription("Reports what became of each resource")
                .routeConfigurationId(ErrorRoutes.COORDINATION)
                .bean("statusReporter", "report");
    }
}
