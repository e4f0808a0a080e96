package caravan.sink;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel with nothing in it but routes to sinks, for tests. For one thread. */
public final class SinkContext implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate producer;

    private SinkContext() {
        camel.getCamelContextExtension()
                .addContextPlugin(
                        HealthCheckRegistry.class, new org.apache.camel.impl.health.DefaultHealthCheckRegistry(camel));
        RowConverters.register(camel);
        camel.start();
        producer = camel.createProducerTemplate();
    }

    public static SinkContext start() {
        return new SinkContext();
    }

    /** Adds a route {@code direct:NAME} to a sink and starts it. */
    public SinkContext route(String name, String sink) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:" + name).routeId(name).to(sink);
            }
        });
        return this;
    }

    /** @throws Exception as the sink threw it */
    public void send(String name, Object body) throws Exception {
        try {
            producer.sendBody("direct:" + name, body);
        } catch (CamelExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    public CamelContext camel() {
        return camel;
    }

    /** Messages of the health checks that are down, by id. */
    public Map<String, String> down() {
        return HealthCheckRegistry.get(camel).stream()
                .map(HealthCheck::call)
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .collect(Collectors.toMap(result -> result.getCheck().getId(), result -> result.getMessage()
                        .orElse("")));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
