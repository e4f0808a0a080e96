package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL from a test jar. It refuses to run as root, so root's runs as nobody (by {@code setpriv}, which
 * every Debian has).
 */
public final class PostgresServer extends DatabaseServer {
    private static final String PACKED = "/postgres-linux-x86_64.txz";
    private static final String NOBODY = "65534";

    private final Path home = binaries();

    private PostgresServer(Path folder) {
        super(folder);
    }

    public static PostgresServer start() {
        return startIn(freshFolder());
    }

    /** @param folder that exists, for its data; emptied when the server is closed */
    public static PostgresServer startIn(Path folder) {
        PostgresServer server = new PostgresServer(folder);
        server.firstStart();
        return server;
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    void prepare() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            run(new ProcessBuilder("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
        }
        run(asAllowed(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions"));
    }

    /** Without fsync: the tests end processes and not the machine, and what a process wrote outlives it. */
    @Override
    ProcessBuilder command() {
        return asAllowed(
                home.resolve("bin/postgres").toString(),
                "-D" + folder.resolve("data"),
                "-p" + port,
                "-clisten_addresses=127.0.0.1",
                "-cunix_socket_directories=",
                "-cfsync=off",
                "-cfull_page_writes=off",
                "-cshared_buffers=16MB",
                "-cmax_connections=30");
    }

    @Override
    String stopSignal() {
        return "INT";
    }

    private ProcessBuilder asAllowed(String... command) {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        words.addAll(Arrays.asList(command));
        return new ProcessBuilder(words).directory(folder.toFile());
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path binaries() {
        String jar = String.valueOf(PostgresServer.class.getResource(PACKED))
                .replaceAll("\\.jar!.*", "")
                .replaceAll(".*/", "");
        return ServerBinaries.get(jar, PostgresServer::unpack);
    }

    private static void unpack(Path into) throws IOException {
        Process tar = new ProcessBuilder("tar", "-x", "-C", into.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream packed = PostgresServer.class.getResourceAsStream(PACKED);
                InputStream files = new XZInputStream(packed);
                OutputStream pipe = tar.getOutputStream()) {
            files.transferTo(pipe);
        }
        assertThat(waitFor(tar)).as("tar").isZero();
    }

    private static void run(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(waitFor(process)).as(said).isZero();
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
