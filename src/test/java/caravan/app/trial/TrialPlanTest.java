package caravan.app.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialPlanTest {

    @Test
    void numbersMembersPerRoleAndGivesNoPortTwice() {
        TrialPlan plan = TrialPlan.choose(Path.of("/trial"), 9, 9);
        assertThat(plan.masters()).extracting(Member::name).hasSize(9).startsWith("master-1", "master-2");
        assertThat(plan.workers()).extracting(Member::name).hasSize(9).startsWith("worker-1", "worker-2");
        assertThat(plan.members())
                .startsWith(plan.masters().get(0))
                .endsWith(plan.workers().get(8));
        List<Integer> ports = Stream.concat(
                        plan.members().stream().flatMap(member -> Stream.of(member.http(), member.grpc())),
                        Stream.of(plan.etcd(), plan.peer(), plan.site()))
                .toList();
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 0);
    }

    @Test
    void takesThePortThatIsPreferred() throws IOException {
        int free;
        try (ServerSocket probe = listen()) {
            free = probe.getLocalPort();
        }
        try (FreePorts ports = new FreePorts()) {
            assertThat(ports.prefer(free)).isEqualTo(free);
            assertThat(ports.prefer(free)).isNotEqualTo(free).isPositive();
        }
    }

    @Test
    void passesOverAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = listen();
                FreePorts ports = new FreePorts()) {
            assertThat(ports.prefer(taken.getLocalPort()))
                    .isNotEqualTo(taken.getLocalPort())
                    .isPositive();
        }
    }

    @Test
    void closedPortsCanBeListenedOn() throws IOException {
        int port;
        try (FreePorts ports = new FreePorts()) {
            port = ports.any();
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }
}
