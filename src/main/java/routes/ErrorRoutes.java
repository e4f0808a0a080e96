package routes;

import caravan.CaravanException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.RouteConfigurationDefinition;

/** What happens when a step throws, by kind of route. */
public class ErrorRoutes extends RouteConfigurationBuilder {
    /** A page that cannot be worked on fails alone. */
    static final String PIPELINE = "pipeline-errors";
    /** A sink that is down is tried again; the crawl waits. */
    static final String SINK = "sink-errors";
    /** What the cluster is asked for and cannot give now is asked for again at the next occasion. */
    static final String COORDINATION = "coordination-errors";
    /** A caller gets problem+json. */
    static final String REST = "rest-errors";

    @Override
    public void configuration() {
        routeConfiguration(PIPELINE)
                .onException(Exception.class)
                .handled(true)
                .logExhausted(false)
                .bean("taskGate", "fail(${body}, ${exception})");

        // A sink's route with an error handler of its own hides the failure from ours; the batch is not stored all the
        // same.
        RouteConfigurationDefinition sink = routeConfiguration(SINK);
        sink.onCompletion().onFailureOnly().bean("sinkFailure", "giveUp(${exception})");
        sink.onException(Exception.class)
                .onExceptionOccurredRef("sinkStates")
                .redeliveryPolicyRef("sinkRedelivery")
                .handled(true)
                .bean("sinkFailure", "giveUp(${exception})");

        routeConfiguration(COORDINATION)
                .onException(CaravanException.class)
                .handled(true)
                .logExhausted(false)
                .log(LoggingLevel.WARN, "${routeId}: ${exception.message}");

        routeConfiguration(REST)
                .onException(Exception.class)
                .handled(true)
                .logExhausted(false)
                .process("problemWriter");
    }
}
