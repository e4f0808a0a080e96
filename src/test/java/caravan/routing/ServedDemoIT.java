package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan demo --serve}: the bookshop alone, for a cluster to crawl. */
@Timeout(60)
class ServedDemoIT {
    @TempDir
    Path folder;

    @Test
    void servesTheBookshopUntilItIsStopped() {
        int port = Ports.free();
        try (CaravanProcess demo = CaravanProcess.start(folder, "demo", "--serve=localhost:" + port)) {
            demo.awaitLine("http://localhost:" + port + "/");
            assertThat(new RestClient(port).get("/sitemap.xml").body()).contains("http://localhost:" + port + "/");
            demo.signal("TERM");
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.out()).isEmpty();
        }
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (CaravanProcess demo = CaravanProcess.start(folder, "demo", "--serve", address)) {
                assertThat(demo.exitCode()).isEqualTo(1);
                assertThat(demo.err().lines()).singleElement().asString().contains("cannot listen on " + address);
            }
        }
    }

    @Test
    void rejectsWhatIsNoAddress() {
        try (CaravanProcess demo = CaravanProcess.start(folder, "demo", "--serve=here")) {
            assertThat(demo.exitCode()).isEqualTo(2);
            assertThat(demo.err()).contains("--serve", "'here' is not an address");
        }
    }
}
