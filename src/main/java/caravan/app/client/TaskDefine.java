package caravan.app.client;

import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caravan task define FILE}. */
@Command(name = "define", description = "Sends a task definition; crawls that run by it go on by the new one.")
final class TaskDefine implements Runnable {
    private static final int CREATED = 201;

    @Parameters(paramLabel = "FILE", description = "The definition, YAML or (*.json) JSON.")
    private Path file;

    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        TaskCodec codec = TaskCodec.forChecks();
        Task task = codec.read(TaskText.ofFile(file));
        // As it was written: what it leaves out is for the cluster's own settings to say.
        String definition = codec.writeJson(task);
        Answer answer = flags.send(Call.put(Call.path("/crawler/tasks", task.name()), definition));
        answer.object();
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print((answer.status() == CREATED ? "defined " : "redefined ") + task.name());
        }
    }
}
