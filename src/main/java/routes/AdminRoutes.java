package routes;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.dataformat.JsonLibrary;

/** The REST interface: which path leads to which route. */
public class AdminRoutes extends RouteBuilder {
    private static final String JSON = "application/json";

    @Override
    public void configure() {
        rest("/crawler")
                .description("What is crawled, and how far it is")
                .post("/resource")
                .consumes(JSON)
                .description("Add a task")
                .to("direct:rest-resource-add")
                .delete("/resource")
                .consumes(JSON)
                .description("Take a task away")
                .to("direct:rest-resource-delete")
                .delete("/resource/{name}")
                .description("Take a task away")
                .to("direct:rest-resource-delete-path")
                .get("/resource")
                .produces(JSON)
                .description("All resources")
                .to("direct:rest-resource-list")
                .get("/resource/{name}")
                .produces(JSON)
                .description("One resource")
                .to("direct:rest-resource-get")
                .get("/tasks")
                .produces(JSON)
                .description("All task definitions")
                .to("direct:rest-task-list")
                .get("/tasks/{name}")
                .produces(JSON)
                .description("One task definition")
                .to("direct:rest-task-get")
                .put("/tasks/{name}")
                .consumes(JSON)
                .description("Define a task")
                .to("direct:rest-task-put")
                .delete("/tasks/{name}")
                .description("Forget a definition")
                .to("direct:rest-task-delete")
                .post("/tasks/{name}/try")
                .consumes(JSON)
                .produces(JSON)
                .description("Run one rule on one page")
                .to("direct:rest-task-try")
                .get("/workers")
                .produces(JSON)
                .description("Workers that are alive")
                .to("direct:rest-workers")
                .get("/leader")
                .produces(JSON)
                .description("The leading master")
                .to("direct:rest-leader");

        answer("rest-resource-add")
                .bean("resourceApi", "commandIn")
                .to("direct:resource-add")
                .to("direct:json");
        answer("rest-resource-delete")
                .bean("resourceApi", "commandIn")
                .to("direct:resource-delete")
                .to("direct:json");
        answer("rest-resource-delete-path")
                .bean("resourceApi", "commandInPath")
                .to("direct:resource-delete")
                .to("direct:json");
        answer("rest-resource-list").bean("resourceApi", "list").to("direct:json");
        answer("rest-resource-get")
                .bean("resourceApi", "nameInPath")
                .bean("resourceApi", "get")
                .to("direct:json");
        answer("rest-task-list").bean("taskApi", "list");
        answer("rest-task-get").bean("taskApi", "get");
        answer("rest-task-put").bean("taskApi", "put");
        answer("rest-task-delete").bean("taskApi", "delete").setBody(constant("{}"));
        answer("rest-task-try").bean("tryApi", "attempt");
        answer("rest-workers").bean("workerDirectory", "workers").to("direct:json");
        answer("rest-leader").bean("resourceApi", "leader").to("direct:json");

        from("direct:json")
                .routeId("json")
                .routeDescription("Writes an answer as JSON")
                .errorHandler(noErrorHandler())
                .marshal()
                .json(JsonLibrary.Jackson);
    }

    private RouteDefinition answer(String name) {
        return from("direct:" + name)
                .routeId(name)
                .routeConfigurationId(ErrorRoutes.REST)
                .removeHeaders("*", "name")
                .setHeader("Content-Type", constant(JSON));
    }
}
