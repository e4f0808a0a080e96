package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real etcd of one member as a child process, with its data in a temporary folder. It is killed, and the folder
 * deleted, when it is closed. What starts and ends it is for one thread; what reads and writes is for any. Reads and
 * writes throw UncheckedIOException where etcd does not answer and IllegalStateException where it refuses.
 */
public final class EtcdServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(20);

    private final List<String> arguments = new ArrayList<>();
    private final Path folder;
    private final int port = Ports.free();
    private final String peer = "http://127.0.0.1:" + Ports.free();
    private final EtcdGateway gateway = new EtcdGateway(endpoint(), ANSWER);
    private final Thread reaper = new Thread(this::kill, "etcd-reaper");
    private volatile ServerProcess process;
    private volatile int store;

    private EtcdServer(String... extraArguments) {
        try {
            folder = Files.createTempDirectory("caravan-etcd");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        arguments.addAll(List.of("--listen-client-urls=" + endpoint(), "--advertise-client-urls=" + endpoint()));
        arguments.addAll(List.of("--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer));
        arguments.addAll(List.of("--initial-cluster=default=" + peer, "--data-dir=" + data()));
        arguments.addAll(List.of("--logger=zap", "--log-outputs=stderr"));
        arguments.addAll(List.of(extraArguments));
    }

    /**
     * Starts one and waits until it answers a read. See {@link EtcdProcess} for which.
     *
     * @param extraArguments go to etcd behind its own, so they win
     * @throws IllegalStateException where there is no etcd, or where it does not get ready; with its last words
     */
    public static EtcdServer start(String... extraArguments) {
        EtcdServer server = new EtcdServer(extraArguments);
        try {
            server.launch();
            server.awaitReady();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** One of several that make up one etcd; not started yet. */
    static EtcdServer member(String name) {
        return new EtcdServer("--name=" + name);
    }

    /** Where other members reach it. */
    String peer() {
        return peer;
    }

    /**
     * Starts it without waiting: it is not ready before most of the others are started.
     *
     * @param cluster names of all members with their peers, in etcd's own form
     */
    void launchIn(String cluster) {
        arguments.add("--initial-cluster=" + cluster);
        launch();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Has it end by itself (SIGTERM), also where it is paused, and waits for that. */
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

    /** Starts it again with the same ports and data after {@link #stop} or {@link #kill}; waits until it is ready. */
    public void restart() {
        assertThat(process.isAlive()).as("etcd is still running").isFalse();
        launch();
        awaitReady();
    }

    /**
     * The same without its data, as if the disk had been replaced: revisions begin at 1 again, and nothing else tells
     * clients, since the ids of cluster and member stay the same.
     */
    public void restartEmpty() {
        assertThat(process.isAlive()).as("etcd is still running").isFalse();
        delete(data());
        store++;
        launch();
        awaitReady();
    }

    /** Forgets what was before {@code revision}. */
    public void compact(long revision) {
        gateway.compact(revision);
    }

    /** The number of the last change to any key; 1 where there was none. */
    public long revision() {
        return gateway.revision();
    }

    /** Keys that begin with {@code prefix}, in order, with their values. */
    public Map<String, String> list(String prefix) {
        return gateway.list(prefix, 0);
    }

    /** The same as of a revision in the past. */
    public Map<String, String> list(String prefix, long revision) {
        return gateway.list(prefix, revision);
    }

    public Optional<String> get(String key) {
        return gateway.get(key);
    }

    public void put(String key, String value) {
        gateway.put(key, value);
    }

    /** Deletes the key, if it is there. */
    public void delete(String key) {
        gateway.delete(key);
    }

    EtcdGateway gateway() {
        return gateway;
    }

    /** How often it has lost its data; it grows before the empty etcd starts. */
    int store() {
        return store;
    }

    private void launch() {
        boolean first = process == null;
        process = EtcdProcess.start(folder.resolve("etcd.log"), arguments);
        if (first) {
            Runtime.getRuntime().addShutdownHook(reaper);
        }
    }

    void awaitReady() {
        EtcdGateway readiness = new EtcdGateway(endpoint(), Duration.ofSeconds(1));
        try {
            await().atMost(PATIENCE).pollInterval(TICK).until(() -> !process.isAlive() || answers(readiness));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("etcd is not ready; it said " + process.lastWords(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("etcd ended early; it said " + process.lastWords());
        }
    }

    private static boolean answers(EtcdGateway gateway) {
        try {
            return gateway.revision() > 0;
        } catch (UncheckedIOException | IllegalStateException e) {
            return false; // not yet
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static void delete(Path tree) {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
            Runtime.getRuntime().removeShutdownHook(reaper);
            process = null; // closed by whoever is first
        }
        delete(folder);
    }
}
