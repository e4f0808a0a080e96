package caravan.app.trial;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where everything of the trial is kept: a folder that the user named, or one that is deleted at the end.
 *
 * @param path absolute
 * @param kept when closed
 */
record WorkFolder(Path path, boolean kept) implements AutoCloseable {

    /**
     * @param named is made if it is missing
     * @throws CaravanException INTERNAL when it cannot be made
     */
    static WorkFolder open(Optional<Path> named) {
        try {
            return named.isPresent()
                    ? new WorkFolder(
                            Files.createDirectories(named.get().toAbsolutePath().normalize()), true)
                    : new WorkFolder(Files.createTempDirectory("caravan-cluster-"), false);
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "cannot make the folder: " + e, e);
        }
    }

    /** Writes a file, and the folder it is in. */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "cannot write " + file + ": " + e, e);
        }
    }

    /** Deletes it, unless it is to be kept. */
    @Override
    public void close() {
        if (kept) {
            return;
        }
        try {
            for (Path each : deepestFirst()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "cannot delete " + path + ": " + e, e);
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
