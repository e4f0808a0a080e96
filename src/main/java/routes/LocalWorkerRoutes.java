package routes;

import org.apache.camel.builder.RouteBuilder;

/** What a process that is its own cluster does when its resources change. */
public class LocalWorkerRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{caravan.queue.resources}}")
                .routeId("reconcile")
                .routeDescription("Opens and closes crawls until what runs is what is stored")
                .bean("reconciler", "reconcile()");

        from("timer:try-again?period={{caravan.try-again.every}}")
                .routeId("try-again")
                .routeDescription("Opens what could not be opened before, for a full disk for one")
                .bean("reconciler", "tryAgain");
    }
}
