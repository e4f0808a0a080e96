package routes;

import org.apache.camel.builder.RouteBuilder;

/** Runs crawls again, and notes how far they have come. */
public class RecurRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:recur?period={{caravan.schedule.every}}")
                .routeId("recur")
                .routeDescription(
                        "Starts the next run of what has ended, as its schedule says; notes how far the others are")
                .bean("recurrence", "recur")
                .bean("crawls", "note");
    }
}
