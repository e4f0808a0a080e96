package caravan.app.stored;

import static caravan.app.client.Table.Column.left;
import static caravan.app.client.Table.Column.right;

import caravan.app.Texts;
import caravan.app.client.Table;
import caravan.frontier.rocksdb.StoredCrawl;
import caravan.frontier.rocksdb.StoredCrawl.Host;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code caravan frontier DIR hosts}. */
@Command(name = "hosts", description = "Shows the hosts with most to do, and what keeps them from being asked.")
final class ListHosts implements Runnable {
    @ParentCommand
    private FrontierCommand frontier;

    @Mixin
    private Limit limit;

    @Override
    public void run() {
        try (StoredCrawl crawl = frontier.look()) {
            List<Host> hosts = crawl.hosts(limit.rows());
            frontier.print(
                    hosts.isEmpty()
                            ? "nothing is queued for any host\n"
                            : table(hosts).text());
        }
    }

    private static Table table(List<Host> hosts) {
        Table table = new Table(
                left("HOST"),
                right("QUEUED"),
                right("WAITING"),
                left("RESTS"),
                right("CRAWL-DELAY"),
                right("SETBACKS"),
                left("REASON"));
        hosts.forEach(host -> table.row(
                host.origin(),
                Figures.number(host.queued()),
                Figures.number(host.waiting()),
                host.restUntil()
                        .map(until -> "for " + Figures.until(until).substring("in ".length()))
                        .orElse(""),
                host.crawlDelay().isZero() ? "" : Texts.clock(host.crawlDelay()),
                host.setbacks() == 0 ? "" : Figures.number(host.setbacks()),
                host.reason()));
        return table;
    }
}
