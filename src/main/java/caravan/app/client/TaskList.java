package caravan.app.client;

import static caravan.app.client.Table.Column.left;
import static caravan.app.client.Table.Column.right;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan task list}. */
@Command(name = "list", description = "Shows the tasks that were added, and how far they are.")
final class TaskList implements Runnable {
    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        Answer answer = flags.send(Call.get("/crawler/resource"));
        Instant now = Instant.now();
        List<ResourceRow> rows = new ArrayList<>();
        answer.elements(resource -> rows.add(ResourceRow.of(resource, now)));
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print(rows.isEmpty() ? "no task was added" : table(rows).text());
        }
    }

    private static Table table(List<ResourceRow> rows) {
        Table table =
                new Table(left("NAME"), left("WORKER"), left("STATE"), right("RECORDS"), right("QUEUED"), right("AGE"));
        rows.sort(Comparator.comparing(ResourceRow::name));
        rows.forEach(row -> table.row(row.label(), row.worker(), row.state(), row.records(), row.queued(), row.age()));
        return table;
    }
}
