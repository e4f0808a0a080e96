package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka of one broker, which is its own controller, as a child process with its data in a temporary folder. It
 * makes topics of three partitions when they are first written. It is killed, and the folder deleted, when it is
 * closed. For one thread.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String CLUSTER = "Y2FyYXZhbi1rYWZrYS10ZQ";

    private final Path folder;
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private JavaProcess process;

    private KafkaBroker() {
        try {
            folder = Files.createTempDirectory("caravan-kafka");
            Files.writeString(settings(), settingsText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one and waits until it answers.
     *
     * @throws IllegalStateException where it does not get ready; with its last words
     */
    public static KafkaBroker start() {
        KafkaBroker broker = new KafkaBroker();
        try {
            broker.format();
            broker.launch();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** host:port, as clients call it {@code bootstrap.servers} and Camel {@code brokers}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Has it end by itself (SIGTERM) and waits for that. */
    public void stop() {
        process.stop();
    }

    /** Ends it from one moment to the next (SIGKILL). */
    public void kill() {
        process.kill();
    }

    /** Freezes it (SIGSTOP): connections stay open and can still be made, but nothing is answered. */
    public void pause() {
        process.signal("STOP");
    }

    /** Lets a paused one go on (SIGCONT). */
    public void resume() {
        process.signal("CONT");
    }

    /** Starts it again with the same port and data; waits until it answers. */
    public void restart() {
        assertThat(process.isAlive()).as("Kafka is still running").isFalse();
        process.close();
        launch();
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private String settingsText() {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=PLAINTEXT",
                "listeners=PLAINTEXT://" + address() + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners=PLAINTEXT://" + address(),
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + folder.resolve("data"),
                "num.partitions=3",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=1",
                "group.initial.rebalance.delay.ms=0",
                // a killed one is otherwise taken for alive, and its successor for an impostor, for nine seconds
                "broker.session.timeout.ms=1000",
                "broker.heartbeat.interval.ms=200",
                "log.cleaner.enable=false",
                "num.network.threads=1",
                "num.io.threads=2",
                "background.threads=1",
                "");
    }

    private void format() {
        for (String talkative : List.of("kafka", "org.apache.zookeeper")) {
            ((Logger) LoggerFactory.getLogger(talkative)).setLevel(Level.WARN);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] command = {
            "format", "--cluster-id", CLUSTER, "--config", settings().toString()
        };
        int exitCode = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(exitCode).as("format: %s", said).isZero();
    }

    private void launch() {
        process = JavaProcess.start(
                folder.resolve("kafka.log"),
                List.of("-Xmx256m", "-Dlog.level=WARN"),
                "kafka.Kafka",
                settings().toString());
        Properties client = new Properties();
        client.putAll(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                100));
        try (Admin admin = Admin.create(client)) {
            await().atMost(PATIENCE).until(() -> !process.isAlive() || answers(admin));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("Kafka is not ready; it said " + process.lastWords(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("Kafka ended early; it said " + process.lastWords());
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false; // not yet
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
