package caravan.app.client;

import caravan.CaravanException;
import caravan.task.Task;
import caravan.task.TaskCodec;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caravan task define FILE}. */
@Command(name = "define", description = "Sends a task definition; a crawl that runs keeps the one it has.")
final class TaskDefine implements Runnable {
    private static final int CREATED = 201;

    @Parameters(paramLabel = "FILE", description = "The definition, YAML or (*.json) JSON.")
    private Path file;

    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        TaskCodec codec = new TaskCodec(BuiltInDefaults.load());
        Task task = read(codec);
        Answer answer = flags.send(Call.put(Call.path("/crawler/tasks", task.name()), codec.writeJson(task)));
        answer.object();
        if (flags.json()) {
            flags.print(answer.body());
        } else {
            flags.print((answer.status() == CREATED ? "defined " : "redefined ") + task.name());
        }
    }

    private Task read(TaskCodec codec) {
        try {
            String text = Files.readString(file);
            return file.toString().endsWith(".json")
                    ? codec.readJson(text, file.toString())
                    : codec.readYaml(text, file.toString());
        } catch (NoSuchFileException e) {
            throw CaravanException.invalid(file + ": no such file");
        } catch (MalformedInputException e) {
            throw CaravanException.invalid(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw CaravanException.invalid(file + ": cannot be read: " + e.getMessage());
        }
    }
}
