package caravan.app;

import caravan.CaravanException;
import caravan.sink.RowConverters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Camel with our beans and routes, started and stopped by us: signals are handled in one place, and not by Camel. */
final class CamelApp implements AutoCloseable {
    private final Main main = new Main();
    private final FrontDoor door = new FrontDoor();
    private final Extensions extensions;
    private ProducerTemplate producer;

    private CamelApp(Map<String, String> properties, Map<String, Object> beans, Extensions extensions) {
        this.extensions = extensions;
        Properties overrides = new Properties();
        overrides.putAll(properties);
        main.setOverrideProperties(overrides);
        beans.forEach(main::bind);
        main.bind("frontDoor", door);
        main.addMainListener(extensions);
        main.addMainListener(new Conversions());
    }

    /** Lets every endpoint read rows as text. */
    private static final class Conversions extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            RowConverters.register(main.getCamelContext());
        }
    }

    /**
     * Starts it without anything of the user's.
     *
     * @throws CaravanException INTERNAL in one line when it cannot start; nothing runs then
     */
    static CamelApp start(Map<String, String> properties, Map<String, Object> beans, RoutesBuilder... routes) {
        return start(properties, beans, Extensions.none(), routes);
    }

    /**
     * @param extensions closed with it
     * @throws CaravanException in one line when it cannot start: INVALID when that is due to the extensions, else
     *     INTERNAL; nothing runs then
     */
    static CamelApp start(
            Map<String, String> properties, Map<String, Object> beans, Extensions extensions, RoutesBuilder... routes) {
        CamelApp app = new CamelApp(properties, beans, extensions);
        for (RoutesBuilder each : routes) {
            app.main.configure().addRoutesBuilder(each);
        }
        try {
            extensions.withClasses(app.main::start);
            app.producer = app.context().createProducerTemplate();
            app.door.open();
            return app;
        } catch (Exception | LinkageError e) {
            app.close();
            throw extensions.explain(e);
        }
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** For whoever sends to routes from outside of Camel; stopped with it. */
    ProducerTemplate producer() {
        return producer;
    }

    /** Adds a check to what the health endpoint reports. */
    void watch(HealthCheck check) {
        HealthCheckRegistry.get(context()).register(check);
    }

    /** Adds meters to what the metrics endpoint reports. */
    void measure(MeterBinder meters) {
        context().getRegistry().findByType(MeterRegistry.class).forEach(meters::bindTo);
    }

    /** Tells a route that something happened; does not wait for it. */
    void send(String endpoint) {
        producer.sendBody(endpoint, "");
    }

    /** No request is taken from the frontiers any more; those on their way go on. */
    void stopTaking() {
        try {
            context().getRouteController().suspendRoute("schedule");
        } catch (Exception e) {
            throw new CaravanException(CaravanException.Kind.INTERNAL, "cannot stop taking requests", e);
        }
    }

    /** Puts new callers over HTTP off; what is under way goes on. */
    void turnAway() {
        door.turnAway();
    }

    /** Waits until no exchange is under way in any route, or until that has taken too long. */
    void awaitQuiet(Duration patience) throws InterruptedException {
        Quiet.await(() -> context().getInflightRepository().size() == 0, patience);
    }

    /** Puts new callers off and stops the routes in order, each after what it holds has been passed on. */
    @Override
    public void close() {
        door.turnAway();
        main.stop();
        extensions.close();
    }
}
