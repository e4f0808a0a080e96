package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One life of a server that runs as a child process, from its start to its end. Thread-safe. */
final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOG_SHOWN = 4000;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param log what it says goes to its end
     * @throws IOException where there is no such program
     */
    static ServerProcess start(ProcessBuilder builder, Path log) throws IOException {
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ServerProcess(builder.start(), log);
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

    /** The same with a signal that it understands as a wish to end soon. */
    void stop(String signal) {
        if (process.isAlive()) {
            signal(signal);
        }
        awaitEnd();
    }

    /** Ends it and what it started, from one moment to the next. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        children.forEach(ServerProcess::awaitEnd);
    }

    /** @param name such as {@code STOP} */
    void signal(String name) {
        signal(name, process.pid());
    }

    /** The same for it and what it started. */
    void signalAll(String name) {
        signal(name);
        process.descendants().forEach(child -> signal(name, child.pid()));
    }

    private static void signal(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
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
                    .as("ended within %s; it said %s", PATIENCE, lastWords())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(ProcessHandle child) {
        child.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
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
