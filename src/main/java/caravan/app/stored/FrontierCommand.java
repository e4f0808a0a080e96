package caravan.app.stored;

import caravan.frontier.rocksdb.StoredCrawl;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan frontier DIR …}: what a crawl has still to do, as it is on disk. For one thread. */
@Command(
        name = "frontier",
        description = "Looks into the folder of a crawl, also while that runs; moves it, and mends it.",
        subcommands = {
            ShowStats.class,
            ListHosts.class,
            ListRequests.class,
            CheckCrawl.class,
            ExportCrawl.class,
            ImportCrawl.class,
            DropHost.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed (the crawl is in use, or damaged), 2 wrong usage.",
            "Examples: caravan frontier my-crawl stats",
            "          caravan frontier data/crawls/shop-1f3a hosts --limit 5",
            "          caravan frontier my-crawl export --out my-crawl.jsonl"
        })
public final class FrontierCommand {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The folder: that of crawl --resume, or one below crawls/ in the data of a node.")
    private Path folder;

    Path folder() {
        return folder;
    }

    StoredCrawl look() {
        return StoredCrawl.look(folder);
    }

    StoredCrawl change() {
        return StoredCrawl.change(folder);
    }

    /** @param text as it is, with the ends of its lines */
    void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
