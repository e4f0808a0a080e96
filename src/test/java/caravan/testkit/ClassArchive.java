package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classes of the jar under test as Java has them after it read and verified them (class data sharing): a start from
 * there takes half of the processor, and the tests start the jar some hundred times. Made once for each jar, of
 * what one node without etcd and one crawl load; whoever asks meanwhile waits, also other processes. Thread-safe.
 */
final class ClassArchive {
    private static final String CLUSTER = "cluster";
    private static final String CRAWL = "crawl";

    private ClassArchive() {}

    /** Options for Java to start {@code jar} with this command of its own. */
    static synchronized List<String> options(Path jar, String command) {
        boolean cluster = command.equals("master") || command.equals("worker");
        try {
            Path made = made(jar, cluster ? CLUSTER : CRAWL);
            if (!Files.exists(made)) {
                make(jar);
            }
            return List.of("-XX:SharedArchiveFile=" + made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java refuses the archive of another jar, and says so where the tests read; hence the time in its name. */
    private static Path made(Path jar, String kind) throws IOException {
        return folder(jar).resolve(kind + "-" + Files.getLastModifiedTime(jar).toMillis() + ".jsa");
    }

    private static Path folder(Path jar) {
        return jar.resolveSibling("class-archive");
    }

    private static void make(Path jar) throws IOException {
        Path folder = Files.createDirectories(folder(jar));
        try (FileChannel file =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            if (Files.exists(made(jar, CLUSTER)) && Files.exists(made(jar, CRAWL))) {
                return; // by another process
            }
            try (Stream<Path> old = Files.list(folder)) {
                old.filter(each -> each.toString().endsWith(".jsa"))
                        .map(Path::toFile)
                        .forEach(File::delete);
            }
            try (CaravanProcess crawl = train(folder, CRAWL, "demo", "--quiet");
                    CaravanProcess master = train(
                            folder,
                            CLUSTER,
                            "master",
                            "--http=127.0.0.1:" + Ports.free(),
                            "--grpc=127.0.0.1:" + Ports.free(),
                            "-Pcaravan.etcd.endpoints=http://127.0.0.1:" + Ports.free())) {
                master.awaitLine("master is up");
                master.signal("TERM");
                assertThat(master.exitCode()).as(master.err()).isZero();
                assertThat(crawl.exitCode()).as(crawl.err()).isZero();
            }
            for (String kind : List.of(CLUSTER, CRAWL)) {
                Files.move(fresh(folder, kind), made(jar, kind), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static CaravanProcess train(Path folder, String kind, String... arguments) throws IOException {
        Path own = Files.createDirectories(folder.resolve(kind));
        return CaravanProcess.launch(own, List.of("-XX:ArchiveClassesAtExit=" + fresh(folder, kind)), arguments);
    }

    private static Path fresh(Path folder, String kind) {
        return folder.resolve(kind + ".jsa");
    }
}
