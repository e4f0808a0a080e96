package routes;

import org.apache.camel.builder.RouteBuilder;

/** What the leader does with a resource. */
public class MasterRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // What goes wrong here is answered by the route that was called.
        errorHandler(noErrorHandler());

        from("direct:assign")
                .routeId("assign")
                .routeDescription("Gives the task to the worker with the fewest")
                .bean("resourceApi", "add");

        from("direct:unassign")
                .routeId("unassign")
                .routeDescription("Takes the task away from whoever has it")
                .bean("resourceApi", "delete");
    }
}
