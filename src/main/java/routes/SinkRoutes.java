package routes;

import static org.apache.camel.ExchangePattern.InOnly;

import caravan.sink.SinkOutcome;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/** The way of what a page brings: items → batch for its sink → sink → acknowledged to the frontier. */
public class SinkRoutes extends RouteBuilder {
    private final List<String> sinks;

    /** @param sinks names of those that the operator has set up besides the default one */
    public SinkRoutes(List<String> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    @Override
    public void configure() {
        from("{{caravan.queue.items}}")
                .routeId("batch")
                .routeDescription("Gathers what goes to one sink while it is busy, or until a batch is full")
                .routeConfigurationId(ErrorRoutes.PIPELINE)
                .filter(method("taskGate", "isClosed"))
                .bean("taskGate", "drop")
                .stop()
                .end()
                .setProperty("sink", method("sinkQueues", "sinkOf"))
                .aggregate(exchangeProperty("sink"))
                .id("gather")
                .aggregationStrategy("gathering")
                .aggregateController("gathered")
                .executorService("atOnce")
                .completionPredicate(method("gathering", "isReady"))
                .completionInterval("{{caravan.sink.batch-wait}}")
                .forceCompletionOnStop()
                .setExchangePattern(InOnly)
                .recipientList(method("sinkQueues", "queueOf"))
                .end();

        store("default", "{{caravan.sink}}");
        sinks.forEach(name -> store(name, "{{caravan.sink." + name + "}}"));
    }

    private void store(String name, String endpoint) {
        from("seda:store-" + name + "?{{caravan.queue.store.options}}")
                .routeId("store-" + name)
                .routeDescription("Writes a batch to its sink; only then are its requests done")
                .routeConfigurationId(ErrorRoutes.SINK)
                .setProperty("sink", constant(name))
                .setProperty("endpoint", constant(endpoint))
                .process("sinkTraffic")
                .to("direct:write-" + name)
                .bean("sinkStates", "worked(${exchangeProperty.sink})")
                .bean("storeStep")
                .delay(method("sinkTraffic", "pause"))
                .syncDelayed();

        from("direct:write-" + name)
                .routeId("write-" + name)
                .routeDescription("One try to write a batch: what was closed meanwhile is left out each time")
                .errorHandler(noErrorHandler())
                .bean("taskGate", "keepOpen")
                .setProperty("batch", body())
                .bean("sinkBodies")
                .enrich("direct:send-" + name, new SinkOutcome(), true)
                .setBody(exchangeProperty("batch"));

        from("direct:send-" + name)
                .routeId("send-" + name)
                .routeDescription("Hands over a copy: only whether that failed comes back")
                .errorHandler(noErrorHandler())
                .to(InOnly, endpoint);
    }
}
