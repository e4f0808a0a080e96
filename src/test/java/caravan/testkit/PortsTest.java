package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void givesNoPortTwice() {
        List<Integer> ports =
                IntStream.range(0, 100).parallel().mapToObj(i -> Ports.free()).toList();
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
    }

    @Test
    void passesOverWhatIsTaken() throws Exception {
        int next = Ports.free() + 1;
        try (ServerSocket taken = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.free()).isNotEqualTo(taken.getLocalPort());
        }
    }
}
