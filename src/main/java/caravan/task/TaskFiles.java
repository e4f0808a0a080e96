package caravan.task;

import caravan.CaravanException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a number of files with task definitions hold.
 *
 * @param tasks  of the files without fault, in order
 * @param faults of all others, one a line
 */
public record TaskFiles(Map<Path, Task> tasks, List<String> faults) {

    /** Reads all of them, whatever is wrong with some. */
    public static TaskFiles read(List<Path> files, TaskCodec codec) {
        Map<Path, Task> tasks = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        Map<String, Path> namedIn = new HashMap<>();
        for (Path file : files) {
            try {
                Task task = codec.read(TaskText.ofFile(file));
                Optional<Path> other = Optional.ofNullable(namedIn.putIfAbsent(task.name(), file));
                other.ifPresentOrElse(
                        first -> faults.add(file + ": task '" + task.name() + "' is defined in " + first + " too"),
                        () -> tasks.put(file, task));
            } catch (CaravanException e) {
                e.getMessage().lines().forEach(faults::add);
            }
        }
        return new TaskFiles(tasks, faults);
    }

    /**
     * Reads the definitions in a folder.
     *
     * @param folder may be missing: then there are none
     * @return in order of their file names
     * @throws CaravanException INVALID with every fault of every file, one a line
     */
    public static List<Task> load(Path folder, TaskCodec codec) {
        TaskFiles files = read(in(folder), codec);
        if (!files.faults.isEmpty()) {
            throw CaravanException.invalid("bad task files:\n  " + String.join("\n  ", files.faults));
        }
        return List.copyOf(files.tasks.values());
    }

    /**
     * @return the {@code *.yaml} and {@code *.yml} in a folder, in order of their names; none where there is no folder
     * @throws CaravanException INVALID when it cannot be looked into
     */
    public static List<Path> in(Path folder) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw CaravanException.invalid("cannot read the task folder " + folder + ": " + e.getMessage());
        }
        files.sort(null);
        return files;
    }
}
