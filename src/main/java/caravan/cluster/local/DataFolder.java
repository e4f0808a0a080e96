package caravan.cluster.local;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder of what a node keeps for its next start. One process has it at a time: that is told by a lock on a file in
 * it, which ends with the process, however that ends. Thread-safe.
 */
public final class DataFolder implements Closeable {
    private static final String LOCK = "lock";
    private static final String OTHER = ", or choose another folder by caravan.data";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * @param path is made if it is missing
     * @throws CaravanException INTERNAL when another process has it, INVALID when it cannot be made or written
     */
    public static DataFolder open(Path path) {
        try {
            Folders.make(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel).isEmpty()) {
                channel.close();
                throw new CaravanException(
                        Kind.INTERNAL,
                        "the data folder " + path + " is in use by another process; stop that first" + OTHER);
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static CaravanException unusable(Path path, IOException e) {
        return CaravanException.invalid(
                "cannot use the data folder " + path + ": " + Folders.reason(e) + "; mend that" + OTHER);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** @throws CaravanException INVALID when there is no folder for them and none can be made */
    <T> Keeper<T> files(String name, Form<T> form) {
        Path folder = path.resolve(name);
        try {
            Folders.make(folder);
            return new KeptFiles<>(folder, form);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Lets another process have it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
