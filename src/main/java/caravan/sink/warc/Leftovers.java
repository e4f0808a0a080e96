package caravan.sink.warc;

import caravan.sink.file.BatchFile;
import caravan.sink.file.Tail;
import caravan.sink.file.WriteFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that a process did not come to close. What is whole in them is kept, under their final names. Those that
 * another process is writing, or that are damaged before their end, are left alone.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String OPEN = ".open";

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = folder;
    }

    /** @return the name that the file has while it is written */
    static Path openName(Path path) {
        return path.resolveSibling(path.getFileName() + OPEN);
    }

    void finish() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "caravan-*.warc.gz" + OPEN)) {
            for (Path each : files) {
                finish(each);
            }
        }
    }

    private static void finish(Path path) throws IOException {
        String name = path.getFileName().toString();
        try (BatchFile file = BatchFile.open(path, Tail.GZIP_MEMBERS)) {
            if (file.length() == 0) {
                Files.delete(path);
            } else {
                Files.move(path, path.resolveSibling(name.substring(0, name.length() - OPEN.length())));
                LOG.info("finished {}, which was left open", path);
            }
        } catch (WriteFailure e) {
            LOG.warn("{} is left as it is: {}", path, e.getMessage());
        }
    }
}
