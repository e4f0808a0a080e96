package caravan.frontier.rocksdb;

import caravan.CaravanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/** RocksDB's machine code: unpacked and loaded once a process. Thread-safe. */
final class Native {
    private static boolean loaded;

    private Native() {}

    /**
     * @throws CaravanException INTERNAL when there is none for this machine, or it cannot be unpacked
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            // RocksDB's own way leaves the file behind when the process is killed; once loaded it can go.
            Path folder = Files.createTempDirectory("caravan-rocksdb");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
            } finally {
                try (var files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
                Files.deleteIfExists(folder);
            }
            loaded = true;
        } catch (IOException | UnsatisfiedLinkError | RuntimeException e) {
            throw new CaravanException(
                    CaravanException.Kind.INTERNAL,
                    "RocksDB cannot be loaded on this machine (" + e.getMessage()
                            + "); caravan.frontier=memory does without",
                    e);
        }
    }
}
