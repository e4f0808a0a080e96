package caravan.app.stored;

import caravan.frontier.rocksdb.StoredCrawl;
import caravan.pipeline.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan retry DIR}: has a crawl try once more what it has given up. For one thread. */
@Command(
        name = "retry",
        description = "Queues what a crawl has given up, to be tried like new when the crawl goes on.",
        footer = {
            "",
            "A crawl that had ended is one that has not, then. Setbacks of the hosts are forgotten.",
            "Exit codes: 0 done, 1 failed (the crawl is in use, or damaged), 2 wrong usage.",
            "Example: caravan retry my-crawl && caravan crawl --resume my-crawl"
        })
public final class RetryCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of the crawl, which must not be running.")
    private Path folder;

    @Option(names = "--host", paramLabel = "ORIGIN", description = "Of this host alone, such as https://example.org.")
    private String host;

    @Override
    public void run() {
        Optional<String> origin = Origin.ofOption(host);
        try (StoredCrawl crawl = StoredCrawl.change(folder)) {
            long again = crawl.retryGivenUp(origin, () -> Progress.reopen(crawl.notes()));
            PrintWriter out = spec.commandLine().getOut();
            out.println(Figures.requests(again) + " queued again"
                    + origin.map(its -> " of " + its).orElse(""));
            out.flush();
        }
    }
}
