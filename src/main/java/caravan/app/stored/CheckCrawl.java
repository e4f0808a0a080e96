package caravan.app.stored;

import caravan.frontier.rocksdb.StoredCrawl;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR check}. */
@Command(name = "check", description = "Reads all of it, and tells whether something is damaged or missing.")
final class CheckCrawl implements Runnable {
    @ParentCommand
    private FrontierCommand frontier;

    @Override
    public void run() {
        try (StoredCrawl crawl = frontier.look()) {
            crawl.check();
            frontier.print(frontier.folder() + ": ok\n");
        }
    }
}
