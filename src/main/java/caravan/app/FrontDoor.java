package caravan.app;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.web.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Camel's HTTP server, but it listens only from {@link #open} on, and tells whoever comes after {@link #turnAway} when
 * to come back. Left to itself it listens long before there are routes, and answers 404 meanwhile; while it stops it
 * answers 503 without more. Camel finds this in its registry, and asks it for the server. For one thread.
 */
final class FrontDoor extends DefaultMainHttpServerFactory {
    private final String stopping = problem();
    private Optional<LateServer> server = Optional.empty();

    /** Prepares to listen when Camel starts it, and listens later. */
    private static final class LateServer extends VertxPlatformHttpServer {
        LateServer(VertxPlatformHttpServerConfiguration configuration) {
            super(configuration);
        }

        @Override
        protected void startServer() {
            // There are no routes yet.
        }

        void listen() throws Exception {
            super.startServer();
        }
    }

    @Override
    public Service newHttpServer(CamelContext camel, HttpServerConfigurationProperties properties) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(properties.getHost());
        configuration.setBindPort(properties.getPort());
        configuration.setMaxBodySize(properties.getMaxBodySize());
        configuration.getBodyHandler().setHandleFileUploads(false);
        // From it the routes' consumers learn the port, by which they find the server that does not listen yet.
        camel.getRegistry().bind("httpServerConfiguration", configuration);
        LateServer made = new LateServer(configuration);
        made.setCamelContext(camel);
        server = Optional.of(made);
        return made;
    }

    /** Begins to listen, where there is a server. */
    void open() throws Exception {
        if (server.isPresent()) {
            server.get().listen();
        }
    }

    /** From now on requests are answered 503, whatever they are for; those under way go on. */
    void turnAway() {
        server.map(there -> VertxPlatformHttpRouter.lookup(
                        there.getCamelContext(),
                        VertxPlatformHttpRouter.getRouterNameFromPort(there.getConfigurationPort())))
                .ifPresent(router -> router.route().order(-1).handler(this::putOff));
    }

    private void putOff(RoutingContext request) {
        request.response()
                .setStatusCode(503)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Retry-After", String.valueOf(Problem.RETRY_AFTER_SECONDS))
                .putHeader("Connection", "close")
                .end(stopping);
    }

    private static String problem() {
        try {
            return new JsonMapper()
                    .writeValueAsString(
                            Problem.of(new CaravanException(Kind.UNAVAILABLE, "this node is stopping; ask another")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written as JSON", e);
        }
    }
}
