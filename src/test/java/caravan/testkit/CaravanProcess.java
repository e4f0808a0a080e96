package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
 * The jar under test as a process of its own, with a small heap. What it says goes to files in its folder. It is killed
 * when it is closed. For one thread.
 */
public final class CaravanProcess implements AutoCloseable {
    private static final Path JAVA_BIN = Path.of(System.getProperty("java.home"), "bin");
    private static final Path JAR =
            Path.of(System.getProperty("jar.under.test", "target/caravan.jar")).toAbsolutePath();
    private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private CaravanProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts {@code caravan ARGUMENTS…} in {@code folder}, without the settings of this process's environment. */
    public static CaravanProcess start(Path folder, String... arguments) {
        return launch(folder, ClassArchive.options(JAR, arguments.length == 0 ? "" : arguments[0]), arguments);
    }

    /** @param options for Java */
    static CaravanProcess launch(Path folder, List<String> options, String... arguments) {
        // A shell that runs the tests in its background has them, and so their children, ignore Ctrl-C.
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal=INT", JAVA_BIN.resolve("java").toString(), "-Xmx96m"));
        command.addAll(QUICK);
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("CARAVAN_") && !name.equals("CARAVAN_ETCD") || name.startsWith("JAVA_TOOL"));
        if (List.of(arguments).contains("cluster")) { // it starts others, in its own way
            builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", QUICK) + " " + optionsOfNodes());
        }
        try {
            return new CaravanProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String optionsOfNodes() {
        return String.join(" ", ClassArchive.options(JAR, "master"));
    }

    /** Starts a standalone node with the tasks in {@code folder/tasks} and waits until it is up. */
    public static CaravanProcess standalone(Path folder, int port) {
        CaravanProcess node = start(
                folder,
                "standalone",
                "--http=127.0.0.1:" + port,
                "--out=pages.jsonl",
                "-Pcaravan.fetch.retry-wait=10ms",
                "-Pcaravan.robots.retry-wait=10ms");
        node.awaitLine("standalone is up");
        return node;
    }

    /** What was written to standard output so far. */
    public String out() {
        return read(out);
    }

    /** What was written to standard error so far. */
    public String err() {
        return read(err);
    }

    /** Waits until {@code part} is in a line of standard error; fails at once when the process ends before. */
    public void awaitLine(String part) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            boolean alive = process.isAlive();
            boolean said = err().contains(part);
            assertThat(said || alive).as("ended early, saying: %s", err()).isTrue();
            return said;
        });
    }

    /** @param name such as {@code TERM} */
    public void signal(String name) {
        assertThat(tool("kill", "-" + name, String.valueOf(process.pid()))).isEmpty();
    }

    /** Waits for its end, but not for ever. */
    public int exitCode() {
        return exitCodeWithin(PATIENCE);
    }

    /** The same with a bound that the test is about. */
    public int exitCodeWithin(Duration time) {
        try {
            assertThat(process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s; said %s", time, err())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** How many threads it has. */
    public int threads() {
        return read(Path.of("/proc", String.valueOf(process.pid()), "status"))
                .lines()
                .filter(line -> line.startsWith("Threads:"))
                .map(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** What lives on its heap after a full garbage collection. */
    public LiveHeap liveHeap() {
        return LiveHeap.parse(
                tool(JAVA_BIN.resolve("jcmd").toString(), String.valueOf(process.pid()), "GC.class_histogram"));
    }

    private static String tool(String... command) {
        try {
            Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(tool.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }
}
