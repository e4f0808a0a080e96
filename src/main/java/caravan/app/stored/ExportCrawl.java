package caravan.app.stored;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.frontier.rocksdb.StoredCrawl;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR export}. */
@Command(
        name = "export",
        description =
                "Writes all that is needed to go on elsewhere, as lines of JSON; what a task holds of logins, too.")
final class ExportCrawl implements Runnable {
    private static final int BUFFER_BYTES = 1 << 16;

    @ParentCommand
    private FrontierCommand frontier;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "Where to; - is standard output (default: ${DEFAULT-VALUE}).")
    private String file;

    @Override
    public void run() {
        try (StoredCrawl crawl = frontier.look();
                OutputStream out = new BufferedOutputStream(open(), BUFFER_BYTES)) {
            crawl.export(out);
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "cannot write the export to " + file + ": " + e.getMessage(), e);
        }
    }

    private OutputStream open() throws IOException {
        return file.equals("-") ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(Path.of(file));
    }
}
