package routes;

import org.apache.camel.builder.RouteBuilder;

/** Runs crawls again. */
public class RecurRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:recur?period={{caravan.schedule.every}}")
                .routeId("recur")
                .routeDescription("Starts the next run of what has ended, as its schedule says")
                .bean("recurrence", "recur");
    }
}
