package routes;

import org.apache.camel.builder.RouteBuilder;

/** What a worker does when resources change. */
public class WorkerRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("seda:resources?size=1&discardWhenFull=true&pollTimeout=100")
                .routeId("reconcile")
                .routeDescription("Opens and closes crawls until what runs is what is stored")
                .bean("reconciler", "reconcile");
    }
}
