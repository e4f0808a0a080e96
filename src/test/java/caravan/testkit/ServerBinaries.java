package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Unpacks servers out of test jars, once: they stay in the folder for temporary files, where a server finds them that
 * runs as another user than the tests. Whoever comes second finds them whole or not at all, also in another process.
 */
final class ServerBinaries {
    private static final Path CACHE =
            Path.of(System.getProperty("java.io.tmpdir"), "caravan-testkit-" + System.getProperty("user.name"));

    private ServerBinaries() {}

    /** Puts the files of a server into an empty folder. */
    interface Unpacking {
        void into(Path folder) throws IOException;
    }

    /**
     * @param name of the server with its version: what is there under it is taken as it is
     * @return the folder that holds it
     */
    static Path get(String name, Unpacking unpacking) {
        Path ready = CACHE.resolve(name);
        try {
            if (Files.notExists(ready)) {
                Files.createDirectories(CACHE);
                Path fresh = Files.createTempDirectory(CACHE, name);
                try {
                    unpacking.into(fresh);
                    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                    moveUnlessThere(fresh, ready);
                } finally {
                    delete(fresh);
                }
            }
            assertThat(Files.getOwner(CACHE)).as("owner of %s", CACHE).isEqualTo(Files.getOwner(Path.of("/proc/self")));
            return ready;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void moveUnlessThere(Path fresh, Path ready) throws IOException {
        try {
            Files.move(fresh, ready, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.notExists(ready)) { // nobody else was first
                throw e;
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
