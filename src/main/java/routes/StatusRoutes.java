package routes;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;

/** What every node says of itself over REST, and how the REST interface describes itself. */
public class StatusRoutes extends RouteBuilder {

    @Override
    public void configure() {
        restConfiguration()
                .component("platform-http")
                .apiContextPath("/crawler/openapi.json")
                .apiContextRouteId("openapi")
                .apiProperty("api.title", "Caravan")
                .apiProperty("api.version", "1");

        rest("/crawler/status")
                .description("This node")
                .get()
                .produces("application/json")
                .description("What this node is and does")
                .to("direct:rest-status");

        from("direct:rest-status")
                .routeId("rest-status")
                .routeDescription("Says what this node is and does")
                .routeConfigurationId(ErrorRoutes.REST)
                .removeHeaders("*")
                .setHeader("Content-Type", constant("application/json"))
                .bean("statusApi", "status")
                .marshal()
                .json(JsonLibrary.Jackson);
    }
}
