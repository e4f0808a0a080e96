package caravan.app.trial;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of the trial; what it says goes to its log. Thread-safe. */
final class Child {
    private static final int LAST_LINES = 12;
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;
    private volatile boolean expectedToEnd;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a process in its own folder. It may end together with the calling thread, see {@link Tether}.
     *
     * @throws CaravanException INTERNAL when the machine cannot start it
     */
    static Child start(String name, List<String> command, TrialPlan plan) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(plan.folderOf(name).toFile())
                .redirectErrorStream(true)
                .redirectOutput(plan.logOf(name).toFile());
        // Other settings may come from the environment; an address for others differs from node to node.
        builder.environment().remove("CARAVAN_ADVERTISE");
        try {
            Files.createDirectories(plan.folderOf(name));
            return new Child(name, plan.logOf(name), builder.start());
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells when it ends without having been asked to; at once if it has already. */
    void onUnexpectedEnd(Consumer<String> tell) {
        process.onExit().thenAccept(ended -> {
            if (!expectedToEnd) {
                tell.accept(
                        name + " ended with exit code " + ended.exitValue() + "; the others go on. Its log: " + log);
            }
        });
    }

    void expectEnd() {
        expectedToEnd = true;
    }

    /** Asks it to stop. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end, and kills it when {@code patience} is over. */
    void awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The end of its log, for people. */
    String lastWords() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
