package caravan.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts an etcd. The binary is the system property {@code etcd.binary}, else the environment's {@code CARAVAN_ETCD},
 * else {@code etcd} on the PATH.
 */
final class EtcdProcess {
    private EtcdProcess() {}

    /**
     * @param log what etcd says goes to its end
     * @throws IllegalStateException where there is no such binary
     */
    static ServerProcess start(Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // its settings, but for the one without which it refuses to run on some processors
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_") && !name.endsWith("_ARCH"));
        try {
            return ServerProcess.start(builder, log);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no etcd to test with; install it with: sudo apt-get install -y etcd-server,"
                            + " or run ./verify, which fetches one, or set CARAVAN_ETCD to the path of one",
                    e);
        }
    }

    private static String binary() {
        String fromEnvironment = System.getenv().getOrDefault("CARAVAN_ETCD", "");
        return System.getProperty("etcd.binary", fromEnvironment.isEmpty() ? "etcd" : fromEnvironment);
    }
}
