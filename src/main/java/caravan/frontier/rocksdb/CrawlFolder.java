package caravan.frontier.rocksdb;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of one crawl: a manifest, and the database below {@code store/}. Not thread-safe.
 *
 * @param path need not be there yet
 */
record CrawlFolder(Path path) {
    /** What a crawl that was being begun may have left, too. */
    private static final Set<String> OURS =
            Set.of("manifest.json", "manifest.json.new", "store", "crawl.json", "crawl.json.new");

    private static final String REMOVED = ".removed-";

    Path store() {
        return path.resolve("store");
    }

    /** Whether there is a database, whole or not; one whose making was cut short before it held anything is none. */
    boolean hasStore() {
        return list(store()).stream()
                .anyMatch(each -> each.getFileName().toString().matches("CURRENT|.*\\.(log|sst)"));
    }

    /** Whether something is there that does not belong to a crawl. */
    boolean holdsOtherThings() {
        return list(path).stream()
                .anyMatch(each -> !OURS.contains(each.getFileName().toString()));
    }

    boolean isMissingOrEmpty() {
        return list(path).isEmpty();
    }

    private static List<Path> list(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * Makes the folder, and takes away what was left in it of a store that had not been made whole.
     *
     * @throws CaravanException INTERNAL naming the folder, when it cannot be made, or holds what must not be lost
     */
    void makeWay() {
        if (list(store()).stream().anyMatch(CrawlFolder::holdsData)) {
            throw lacksManifest();
        }
        try {
            Files.deleteIfExists(path.resolve(Manifest.FILE));
            if (Files.exists(store())) {
                delete(store());
            }
            Files.createDirectories(store());
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static boolean holdsData(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".sst") || name.endsWith(".log") && file.toFile().length() > 0;
    }

    /**
     * To be called when the store has been made.
     *
     * @throws CaravanException INTERNAL naming the folder, when it cannot be written
     */
    Manifest begin(String task, String id) {
        try {
            Files.createDirectories(path);
            Manifest manifest = Manifest.fresh(task, id);
            manifest.writeTo(path);
            return manifest;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Takes it away: at once out of its place, then file by file, which a crash may interrupt. */
    void remove() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Path gone = path.resolveSibling(REMOVED + UUID.randomUUID());
            Files.move(path, gone);
            delete(gone);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Deletes what an earlier process had begun to remove in {@code parent}. */
    static void finishRemovals(Path parent) {
        for (Path each : list(parent)) {
            if (each.getFileName().toString().startsWith(REMOVED)) {
                try {
                    delete(each);
                } catch (IOException e) {
                    throw unusable(each, e);
                }
            }
        }
    }

    /** Takes away what was begun in it, as far as that goes. */
    void discard(boolean withFolder) {
        try {
            for (Path each : list(path)) {
                delete(each);
            }
            if (withFolder) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Those of crawls in {@code parent}. */
    static List<CrawlFolder> in(Path parent) {
        return list(parent).stream()
                .filter(each -> Files.isDirectory(each)
                        && !each.getFileName().toString().startsWith("."))
                .map(CrawlFolder::new)
                .toList();
    }

    /** Without the secret in it nobody could tell what was seen. */
    CaravanException lacksManifest() {
        return new CaravanException(
                Kind.INTERNAL,
                path
                        + " holds a crawl's store but no manifest.json, and was left as it is: put a copy of that file"
                        + " in its place, or move the folder away to start afresh");
    }

    private static CaravanException unusable(Path folder, IOException e) {
        return new CaravanException(
                Kind.INTERNAL,
                "cannot use the folder " + folder + ": " + e.getMessage() + " ("
                        + e.getClass().getSimpleName() + ")",
                e);
    }
}
