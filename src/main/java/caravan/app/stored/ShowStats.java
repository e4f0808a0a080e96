package caravan.app.stored;

import caravan.app.Texts;
import caravan.frontier.rocksdb.StoredCrawl;
import caravan.frontier.rocksdb.StoredCrawl.Overview;
import caravan.pipeline.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR stats}. */
@Command(name = "stats", description = "Shows how much there is to do, and how far the crawl has come.")
final class ShowStats implements Runnable {
    @ParentCommand
    private FrontierCommand frontier;

    @Override
    public void run() {
        try (StoredCrawl crawl = frontier.look()) {
            frontier.print(text(crawl.overview())
                    + Progress.in(crawl.notes()).map(ShowStats::text).orElse(""));
        }
    }

    private static String text(Overview crawl) {
        return line("task", crawl.task())
                + line("id", crawl.id())
                + line("format", String.valueOf(crawl.format()))
                + line("outstanding", Figures.requests(crawl.outstanding()))
                + line("seen", Figures.requests(crawl.seen()))
                + line("given up", Figures.requests(crawl.givenUp()))
                + line("hosts", Figures.number(crawl.hosts()) + " with something to do")
                + line("on disk", Texts.megabytes(crawl.bytes()));
    }

    private static String text(Progress noted) {
        return line("run", String.valueOf(noted.run()))
                + line("began", Figures.time(noted.startedAt()))
                + line("finished", noted.finishedAt().map(Figures::time).orElse("not yet"))
                + line(
                        "pages",
                        Figures.number(noted.stats().responses()) + "  ("
                                + Figures.number(noted.stats().records()) + " records, "
                                + Figures.number(noted.stats().failed()) + " errors, "
                                + Texts.megabytes(noted.stats().bytes()) + ", "
                                + Texts.clock(noted.stats().elapsed()) + ")");
    }

    private static String line(String label, String value) {
        return "%-13s%s%n".formatted(label, value);
    }
}
