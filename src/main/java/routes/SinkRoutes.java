package routes;

import static org.apache.camel.ExchangePattern.InOnly;
import static org.apache.camel.builder.AggregationStrategies.groupedBody;

import org.apache.camel.builder.RouteBuilder;

/** The way of a record: items → batch → sink → acknowledged to the frontier. */
public class SinkRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{caravan.queue.items}}")
                .routeId("batch")
                .routeDescription("Gathers records until a batch is full or its first record has waited long enough")
                .routeConfigurationId(ErrorRoutes.PIPELINE)
                .filter(method("taskGate", "isClosed"))
                .bean("taskGate", "drop")
                .stop()
                .end()
                .aggregate(constant(true), groupedBody())
                .completionSize("{{caravan.sink.batch-size}}")
                .completionInterval("{{caravan.sink.batch-wait}}")
                .forceCompletionOnStop()
                .to(InOnly, "{{caravan.queue.store}}");

        from("{{caravan.queue.store}}")
                .routeId("store")
                .routeDescription("Writes a batch to the sink; only then are its requests done")
                .routeConfigurationId(ErrorRoutes.SINK)
                .to("direct:write")
                .bean("storeStep");

        from("direct:write")
                .routeId("write")
                .routeDescription("One try to write a batch: what was closed meanwhile is left out each time")
                .errorHandler(noErrorHandler())
                .bean("taskGate", "keepOpen")
                .setProperty("batch", body())
                .bean("recordEncoder")
                .to("{{caravan.sink}}")
                .setBody(exchangeProperty("batch"));
    }
}
