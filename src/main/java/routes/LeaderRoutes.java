package routes;

import org.apache.camel.builder.RouteBuilder;

/**
 * Only the leader changes what is assigned to whom: every change passes here first, and goes on to the leader where
 * this is another node. A standalone node always leads, so it runs without the {@link ForwardRoutes}.
 */
public class LeaderRoutes extends RouteBuilder {
    /** Without the parentheses Camel may mix it up with {@code leader()}, by the order in which it sees them. */
    private static final String LEADS = "isLeader()";

    @Override
    public void configure() {
        // What goes wrong here is answered by the route that was called.
        errorHandler(noErrorHandler());

        from("direct:resource-add")
                .routeId("resource-add")
                .routeDescription("Adds a resource, here or by way of the leader")
                .choice()
                .when(method("leadership", LEADS))
                .to("direct:assign")
                .otherwise()
                .to("direct:forward-add");

        from("direct:resource-delete")
                .routeId("resource-delete")
                .routeDescription("Deletes a resource, here or by way of the leader")
                .choice()
                .when(method("leadership", LEADS))
                .to("direct:unassign")
                .otherwise()
                .to("direct:forward-delete");
    }
}
