package routes;

import org.apache.camel.builder.RouteBuilder;

/** Keeps up with the files that define tasks. */
public class TaskFolderRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:task-files?period={{caravan.tasks.reload-every}}")
                .routeId("task-files")
                .routeDescription("Takes the definitions of files that have changed")
                .bean("taskFolder", "look");
    }
}
