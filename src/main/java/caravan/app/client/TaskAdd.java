package caravan.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan task add NAME}. */
@Command(name = "add", description = "Runs a task that is defined: the leader gives it to a worker.")
final class TaskAdd implements Runnable {
    @Mixin
    private TaskName name;

    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        String task = name.required();
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("id", "any")
                .put("name", task)
                .toString();
        Answer answer = flags.send(Call.post("/crawler/resource", body));
        JsonNode worker = answer.object();
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print("added " + task + ": runs on " + text(worker, "id") + " (" + text(worker, "Address") + ")");
        }
    }

    private static String text(JsonNode worker, String key) {
        return Printable.line(worker.path(key).asText("-"));
    }
}
