package caravan.app.stored;

import caravan.app.ExitCode;
import caravan.frontier.rocksdb.StoredCrawl;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR drop-host ORIGIN}. */
@Command(name = "drop-host", description = "Takes away what is queued for a host, as if it were done.")
final class DropHost implements Callable<Integer> {
    @ParentCommand
    private FrontierCommand frontier;

    @Parameters(paramLabel = "ORIGIN", description = "Such as https://example.org.")
    private String host;

    @Option(names = "--yes", description = "Does it; without, it only says how many requests that are.")
    private boolean yes;

    @Override
    public Integer call() {
        String origin = Origin.of(host);
        if (yes) {
            try (StoredCrawl crawl = frontier.change()) {
                frontier.print(Figures.requests(crawl.dropHost(origin)) + " of " + origin + " dropped\n");
            }
            return ExitCode.DONE;
        }
        try (StoredCrawl crawl = frontier.look()) {
            frontier.print(Figures.requests(crawl.queuedFor(origin)) + " of " + origin
                    + " would be dropped: say --yes to do it\n");
        }
        return ExitCode.USAGE;
    }
}
