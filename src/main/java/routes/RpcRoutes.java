package routes;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/** The gRPC interface: which call leads to which route. */
public class RpcRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // What goes wrong here is answered by the service that was called.
        errorHandler(noErrorHandler());

        call("rpc-resource-add", "Adds a task")
                .bean("rpcMessages", "command")
                .to("direct:resource-add")
                .bean("rpcMessages", "assigned");
        call("rpc-resource-delete", "Takes a task away")
                .bean("rpcMessages", "command")
                .to("direct:resource-delete")
                .bean("rpcMessages", "nothing");
        call("rpc-resource-get", "One resource")
                .bean("rpcMessages", "name")
                .bean("resourceApi", "get")
                .bean("rpcMessages", "resource");
        call("rpc-resource-list", "All resources").bean("resourceApi", "list").bean("rpcMessages", "resources");
        call("rpc-workers", "Workers that are alive")
                .bean("workerDirectory", "workers")
                .bean("rpcMessages", "workers");
        call("rpc-leader", "The leading master").bean("resourceApi", "leader").bean("rpcMessages", "leader");
    }

    private RouteDefinition call(String name, String description) {
        return from("direct:" + name).routeId(name).routeDescription(description);
    }
}
