package caravan.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan task add NAME [--task DEFINITION] [--set PARAMETER=VALUE]…}. */
@Command(name = "add", description = "Runs a task that is defined: the leader gives it to a worker.")
final class TaskAdd implements Runnable {
    @Mixin
    private TaskName name;

    @Option(names = "--task", paramLabel = "DEFINITION", description = "Of which it is a crawl; default: NAME's own.")
    private String definition = "";

    @Option(
            names = "--set",
            paramLabel = "PARAMETER=VALUE",
            description = "Value for a parameter of the definition; may be given several times.")
    private Map<String, String> values = new TreeMap<>();

    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        String task = name.required();
        Answer answer = flags.send(Call.post("/crawler/resource", body(task).toString()));
        JsonNode worker = answer.object();
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print("added " + task + ": runs on " + text(worker, "id") + " (" + text(worker, "Address") + ")");
        }
    }

    /** What is not given is not sent, so that masters of an earlier version understand it. */
    private ObjectNode body(String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", "any").put("name", name);
        if (!definition.isEmpty()) {
            body.put("task", definition);
        }
        if (!values.isEmpty()) {
            ObjectNode given = body.putObject("values");
            values.forEach(given::put);
        }
        return body;
    }

    private static String text(JsonNode worker, String key) {
        return Printable.line(worker.path(key).asText("-"));
    }
}
