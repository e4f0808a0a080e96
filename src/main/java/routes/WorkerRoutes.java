package routes;

import org.apache.camel.builder.RouteBuilder;

/** What a worker does when resources change. */
public class WorkerRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{caravan.queue.resources}}")
                .routeId("reconcile")
                .routeDescription("Opens and closes crawls until what runs is what is stored")
                .bean("reconciler", "reconcile()");
    }
}
