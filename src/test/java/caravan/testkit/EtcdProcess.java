package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One life of an etcd, from its start to its end. The binary is the system property {@code etcd.binary}, else the
 * environment's {@code CARAVAN_ETCD}, else {@code etcd} on the PATH. Thread-safe.
 */
final class EtcdProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOG_SHOWN = 4000;

    private final Process process;
    private final Path log;

    private EtcdProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param log what etcd says goes to its end
     * @throws IllegalStateException where there is no such binary
     */
    static EtcdProcess start(Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // its settings, but for the one without which it refuses to run on some processors
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_") && !name.endsWith("_ARCH"));
        try {
            return new EtcdProcess(builder.start(), log);
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

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end and waits until it has, also where it is paused. */
    void stop() {
        if (process.isAlive()) {
            signal("CONT");
        }
        process.destroy();
        awaitEnd();
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** @param name such as {@code STOP} */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            assertThat(kill.waitFor()).as("kill -%s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("etcd ended within %s; it said %s", PATIENCE, lastWords())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of its log. */
    String lastWords() {
        try {
            String all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            return all.substring(Math.max(0, all.length() - LOG_SHOWN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
