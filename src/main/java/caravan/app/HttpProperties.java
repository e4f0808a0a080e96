package caravan.app;

import caravan.Sizes;
import java.util.HashMap;
import java.util.Map;

/** Camel's own settings of a node that serves REST, health and metrics, all on one port. */
final class HttpProperties {
    private HttpProperties() {}

    /** @return all properties of {@code settings} and those of the HTTP server */
    static Map<String, String> of(Settings settings) {
        HostPort http = settings.node().http();
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.put("camel.server.enabled", "true");
        properties.put("camel.server.host", http.host());
        properties.put("camel.server.port", String.valueOf(http.port()));
        properties.put(
                "camel.server.maxBodySize",
                String.valueOf(Sizes.parse(settings.properties().get("caravan.http.max-body"))));
        properties.put("camel.management.enabled", "true");
        properties.put("camel.management.host", http.host());
        properties.put("camel.management.port", String.valueOf(http.port()));
        properties.put("camel.management.healthCheckEnabled", "true");
        properties.put("camel.management.metricsEnabled", "true");
        properties.put("camel.rest.apiHost", http.toCall().toString());
        return properties;
    }
}
