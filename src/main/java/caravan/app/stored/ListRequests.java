package caravan.app.stored;

import static caravan.app.client.Table.Column.left;
import static caravan.app.client.Table.Column.right;

import caravan.app.client.Table;
import caravan.crawl.Request;
import caravan.frontier.GivenUp;
import caravan.frontier.rocksdb.QueuedRequest;
import caravan.frontier.rocksdb.StoredCrawl;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR list}. */
@Command(name = "list", description = "Shows what would be fetched next, or what was given up last.")
final class ListRequests implements Runnable {
    @ParentCommand
    private FrontierCommand frontier;

    @Option(names = "--host", paramLabel = "ORIGIN", description = "Of this host alone, such as https://example.org.")
    private String host;

    @Option(
            names = "--given-up",
            description = "What was given up, with the last error, in the place of what is queued.")
    private boolean givenUp;

    @Mixin
    private Limit limit;

    @Override
    public void run() {
        Optional<String> origin = Origin.ofOption(host);
        try (StoredCrawl crawl = frontier.look()) {
            frontier.print(
                    givenUp
                            ? givenUpText(crawl.givenUp(origin, limit.rows()))
                            : queuedText(crawl.queued(origin, limit.rows())));
        }
    }

    private static String queuedText(List<QueuedRequest> queued) {
        if (queued.isEmpty()) {
            return "nothing is queued\n";
        }
        Table table = new Table(left("GOES"), right("PRIORITY"), right("DEPTH"), right("TRIED"), left("URL"));
        queued.forEach(each -> {
            Request request = each.request();
            table.row(
                    each.notBefore().map(Figures::until).orElse("next"),
                    String.valueOf(request.priority()),
                    String.valueOf(request.depth()),
                    String.valueOf(request.attempt()),
                    request.url());
        });
        return table.text();
    }

    private static String givenUpText(List<GivenUp> given) {
        if (given.isEmpty()) {
            return "nothing was given up\n";
        }
        Table table = new Table(left("AT"), right("TRIED"), left("URL"), left("REASON"));
        given.forEach(each -> table.row(
                Figures.time(each.at()),
                String.valueOf(each.request().attempt() + 1),
                each.request().url(),
                each.reason()));
        return table.text();
    }
}
