package routes;

import caravan.CaravanException;
import caravan.rpc.Forwarder;
import caravan.rpc.Forwarder.Change;
import io.grpc.StatusRuntimeException;
import org.apache.camel.builder.RouteBuilder;

/** The way of a change to the leader, on a master that does not lead. */
public class ForwardRoutes extends RouteBuilder {
    /** For each of the two changes one that is in use, and some that were left while calls still wait on them. */
    private static final int MAX_CONNECTIONS = 8;

    @Override
    public void configure() {
        // What goes wrong here is answered by the route that was called.
        errorHandler(noErrorHandler());

        from("direct:forward-add")
                .routeId("forward-add")
                .routeDescription("Has the leader add a resource")
                .setProperty(Forwarder.CHANGE, constant(Change.ADD))
                .to("direct:forward");

        from("direct:forward-delete")
                .routeId("forward-delete")
                .routeDescription("Has the leader delete a resource")
                .setProperty(Forwarder.CHANGE, constant(Change.DELETE))
                .to("direct:forward");

        from("direct:forward")
                .routeId("forward")
                .routeDescription("Forwards a change and says what came of it")
                .bean("forwarder", "mark")
                .doTry()
                .to("direct:ask-twice")
                .doCatch(StatusRuntimeException.class, CaravanException.class)
                .bean("forwarder", "conclude")
                .end()
                .bean("forwarder", "answer");

        from("direct:ask-twice")
                .routeId("ask-twice")
                .routeDescription("Asks the leader, and once more when another takes over")
                .doTry()
                .to("direct:ask-leader")
                .doCatch(StatusRuntimeException.class)
                .bean("forwarder", "awaitSuccessor")
                .to("direct:ask-leader")
                .end();

        from("direct:ask-leader")
                .routeId("ask-leader")
                .routeDescription("Asks the leader")
                .recipientList(method("forwarder", "leaderEndpoint"))
                // Connections that were left, or lead to former leaders, end when there are newer ones.
                .cacheSize(MAX_CONNECTIONS);
    }
}
