package caravan.app.stored;

import caravan.CaravanException;
import caravan.frontier.rocksdb.StoredCrawl;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR import FILE}. */
@Command(name = "import", description = "Makes the crawl of an export in DIR, which must be empty or not there yet.")
final class ImportCrawl implements Runnable {
    @ParentCommand
    private FrontierCommand frontier;

    @Parameters(paramLabel = "FILE", description = "The export; - is standard input.")
    private String file;

    @Override
    public void run() {
        try (InputStream in = open()) {
            long lines = StoredCrawl.importFrom(in, file.equals("-") ? "standard input" : file, frontier.folder());
            frontier.print(Figures.number(lines) + " lines imported into " + frontier.folder() + "\n");
        } catch (NoSuchFileException e) {
            throw CaravanException.invalid("cannot read " + file + ": there is no such file");
        } catch (IOException e) {
            throw CaravanException.invalid("cannot read " + file + ": " + e.getMessage() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(file.equals("-") ? System.in : Files.newInputStream(Path.of(file)));
    }
}
