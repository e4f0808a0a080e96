package routes;

import org.apache.camel.builder.RouteBuilder;

/** Only the leader changes what is assigned to whom: every change passes here first. */
public class LeaderRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // What goes wrong here is answered by the route that was called.
        errorHandler(noErrorHandler());

        from("direct:resource-add")
                .routeId("resource-add")
                .routeDescription("Adds a resource, if this node leads")
                .choice()
                .when(method("leadership", "isLeader"))
                .to("direct:assign")
                .otherwise()
                .bean("resourceApi", "noLeader");

        from("direct:resource-delete")
                .routeId("resource-delete")
                .routeDescription("Deletes a resource, if this node leads")
                .choice()
                .when(method("leadership", "isLeader"))
                .to("direct:unassign")
                .otherwise()
                .bean("resourceApi", "noLeader");
    }
}
