package caravan.app.client;

import caravan.CaravanException;
import caravan.task.Scope;
import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskDefaults;
import caravan.task.TaskLimits;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caravan task define FILE}. */
@Command(name = "define", description = "Sends a task definition; crawls that run by it go on by the new one.")
final class TaskDefine implements Runnable {
    private static final int CREATED = 201;
    /** To find faults before they are sent; any defaults will do for that. */
    private static final TaskCodec CHECK = new TaskCodec(
            new TaskDefaults(new TaskLimits(0, 0, Duration.ZERO, 1), Scope.Kind.HOST, Task.RobotsPolicy.OBEY));

    @Parameters(paramLabel = "FILE", description = "The definition, YAML or (*.json) JSON.")
    private Path file;

    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        String text = read();
        boolean json = file.toString().endsWith(".json");
        Task task = json ? CHECK.readJson(text, file.toString()) : CHECK.readYaml(text, file.toString());
        // As it was written: what it leaves out is for the cluster's own settings to say.
        String definition = json ? text : TaskCodec.yamlToJson(text, file.toString());
        Answer answer = flags.send(Call.put(Call.path("/crawler/tasks", task.name()), definition));
        answer.object();
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print((answer.status() == CREATED ? "defined " : "redefined ") + task.name());
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw CaravanException.invalid(file + ": no such file");
        } catch (MalformedInputException e) {
            throw CaravanException.invalid(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw CaravanException.invalid(file + ": cannot be read: " + e.getMessage());
        }
    }
}
