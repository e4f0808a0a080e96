package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real database server as a child process on the loopback address, with a user that has a password and an empty
 * database. It is killed, and what it stored deleted, when it is closed. What starts and ends it is for one thread; the
 * rest is for any.
 */
public abstract class DatabaseServer implements AutoCloseable {
    static final String USER = "caravan";
    static final String PASSWORD = "pass word's";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(20);

    final Path folder;
    final int port = Ports.free();
    private final Thread reaper = new Thread(this::kill, "database-reaper");
    private final Path log; // beside its data, whose disk may be full
    private volatile ServerProcess process;

    /** @param folder that exists, for its data */
    DatabaseServer(Path folder) {
        this.folder = folder;
        try {
            log = Files.createTempFile("caravan-database", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the database for JDBC, without options. */
    public abstract String url();

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** Makes the data of an empty server. */
    abstract void prepare() throws IOException;

    abstract ProcessBuilder command();

    /** What it understands as a wish to end soon, whoever is still connected. */
    abstract String stopSignal();

    static Path freshFolder() {
        try {
            return Files.createTempDirectory("caravan-database");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException where it does not get ready; with its last words */
    final void firstStart() {
        try {
            prepare();
            Runtime.getRuntime().addShutdownHook(reaper);
            launch();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void launch() {
        try {
            process = ServerProcess.start(command(), log);
            await().atMost(PATIENCE).pollInterval(TICK).until(() -> !process.isAlive() || answers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("the database is not ready; it said " + process.lastWords(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the database ended early; it said " + process.lastWords());
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false; // not yet
        }
    }

    /** A connection of one's own, past any pool. */
    public Connection connect() throws SQLException {
        DriverManager.setLoginTimeout(10);
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has it end by itself and waits for that. */
    public void stop() {
        process.stop(stopSignal());
    }

    /** Ends it from one moment to the next (SIGKILL), with all its processes. */
    public void kill() {
        if (process != null && process.isAlive()) {
            process.signal("STOP"); // it starts no more of them
            process.kill();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Starts it again with the same port and data after {@link #stop} or {@link #kill}; waits until it is ready. */
    public void restart() {
        assertThat(process.isAlive()).as("the database is still running").isFalse();
        launch();
    }

    /** Freezes it (SIGSTOP): connections stay open and can still be made, but nothing is answered. */
    public void pause() {
        process.signalAll("STOP");
    }

    /** Lets a paused one go on (SIGCONT). */
    public void resume() {
        process.signalAll("CONT");
    }

    /** The end of its log. */
    public String lastWords() {
        return process.lastWords();
    }

    @Override
    public final void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // the hook is running already
        }
        try (Stream<Path> files =
                Stream.concat(Stream.of(log), Files.exists(folder) ? Files.walk(folder) : Stream.empty())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
