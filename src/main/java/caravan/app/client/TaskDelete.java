package caravan.app.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan task delete NAME}. */
@Command(name = "delete", description = "Stops a task; its definition stays.")
final class TaskDelete implements Runnable {
    @Mixin
    private TaskName name;

    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        String task = name.required();
        Answer answer = flags.send(Call.delete(Call.path("/crawler/resource", task)));
        answer.object();
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print("deleted " + task);
        }
    }
}
