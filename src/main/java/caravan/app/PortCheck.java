package caravan.app;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Makes sure that the REST port is ours. Camel's HTTP server only warns when its port is taken and reports itself
 * healthy all the same (CAMEL-26606).
 */
final class PortCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private PortCheck() {}

    /**
     * @throws CaravanException INTERNAL when somebody listens there, or the host is not an address of this machine
     */
    static void requireFree(HostPort address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
        } catch (IOException e) {
            throw new CaravanException(
                    Kind.INTERNAL,
                    "cannot listen on " + address + ": " + e.getMessage() + " (choose another by --http)");
        }
    }

    /**
     * Asks the port who is there: another process may have taken it since it was found free.
     *
     * @throws CaravanException INTERNAL when it is not {@code instance}
     */
    static void requireOurs(HostPort address, String instance) throws InterruptedException {
        URI status = URI.create("http://" + address.toCall() + "/crawler/status");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(status).timeout(PATIENCE).build();
            String answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, BodyHandlers.ofString())
                    .body();
            if (!answer.contains(instance)) {
                throw new CaravanException(Kind.INTERNAL, "somebody else answers on " + address);
            }
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "nobody answers on " + address + ": " + e.getMessage());
        }
    }
}
