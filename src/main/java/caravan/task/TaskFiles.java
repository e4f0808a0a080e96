package caravan.task;

import caravan.CaravanException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the task definitions in a folder. */
public final class TaskFiles {
    private TaskFiles() {}

    /**
     * @param folder may be missing: then there are none
     * @return in order of their file names
     * @throws CaravanException INVALID with every fault of every file, one a line
     */
    public static List<Task> load(Path folder, TaskCodec codec) {
        List<Task> tasks = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<String, Path> namedIn = new HashMap<>();
        for (Path file : files(folder)) {
            try {
                Task task = codec.readYaml(Files.readString(file), file.toString());
                Optional.ofNullable(namedIn.put(task.name(), file))
                        .ifPresent(other ->
                                faults.add(file + ": task '" + task.name() + "' is defined in " + other + " too"));
                tasks.add(task);
            } catch (MalformedInputException e) {
                faults.add(file + ": is not UTF-8 text");
            } catch (IOException e) {
                faults.add(file + ": cannot be read: " + e.getMessage());
            } catch (CaravanException e) {
                faults.add(e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw CaravanException.invalid("bad task files:\n  " + String.join("\n  ", faults));
        }
        return tasks;
    }

    private static List<Path> files(Path folder) {
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
