package caravan.cluster.local;

import caravan.CaravanException;
import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with a folder of task definitions. A file that has changed, or is new, is read once it has been found
 * unchanged at two looks, so that none is read half written; what it defines is taken, or refused whole with a reason.
 * A file that is gone leaves its definition as it is. For one thread at a time; {@link #problems} may be asked by any.
 */
public final class TaskFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TaskFolder.class);

    private final Path folder;
    private final TaskCodec codec;
    private final Consumer<Task> define;
    private final Map<Path, String> names = new HashMap<>();
    private final Map<Path, Stamp> taken = new HashMap<>();
    private final Map<String, Problem> problems = new ConcurrentSkipListMap<>();
    private Map<Path, Stamp> seen = Map.of();

    /** Why a file is not in force. */
    public record Problem(String reason) {}

    /** What tells one state of a file from another. */
    private record Stamp(FileTime modified, long size) {}

    /** @param define takes a definition, or throws and changes nothing: UNAVAILABLE where it is to be asked again */
    public TaskFolder(Path folder, TaskCodec codec, Consumer<Task> define) {
        this.folder = folder;
        this.codec = codec;
        this.define = define;
    }

    /**
     * Reads the whole folder. What changes from now on is for {@link #look}.
     *
     * @throws CaravanException INVALID with every fault of every file, one a line
     */
    public Collection<Task> load() {
        seen = stamps();
        taken.putAll(seen);
        TaskFiles files = TaskFiles.read(List.copyOf(seen.keySet()), codec);
        if (!files.faults().isEmpty()) {
            throw CaravanException.invalid("bad task files:\n  " + String.join("\n  ", files.faults()));
        }
        files.tasks().forEach((file, task) -> names.put(file, task.name()));
        return files.tasks().values();
    }

    /** Takes what has changed. */
    public void look() {
        Map<Path, Stamp> now;
        try {
            now = stamps();
            problems.remove(folder.toString());
        } catch (CaravanException e) {
            note(folder, e);
            return;
        }
        forgetAllBut(now);
        now.forEach((file, stamp) -> {
            if (!stamp.equals(taken.get(file)) && stamp.equals(seen.get(file))) {
                taken.put(file, stamp);
                take(file);
            }
        });
        seen = now;
    }

    /** By file. */
    public Map<String, Problem> problems() {
        return Map.copyOf(problems);
    }

    private void take(Path file) {
        try {
            TaskFiles read = TaskFiles.read(List.of(file), codec);
            if (!read.faults().isEmpty()) {
                throw CaravanException.invalid(String.join("\n", read.faults()));
            }
            Task task = read.tasks().get(file);
            requireOnly(file, task);
            define.accept(task);
            names.put(file, task.name());
            problems.remove(file.toString());
            LOG.info("took task={} from {}", task.name(), file);
        } catch (CaravanException e) {
            if (e.kind() == CaravanException.Kind.UNAVAILABLE) {
                taken.remove(file); // nothing is amiss with it: the next look tries again
            }
            note(file, e);
        }
    }

    private void requireOnly(Path file, Task task) {
        names.forEach((other, name) -> {
            if (name.equals(task.name()) && !other.equals(file)) {
                throw CaravanException.invalid(file + ": task '" + name + "' is defined in " + other + " too");
            }
        });
    }

    private void note(Path path, CaravanException fault) {
        Problem problem = new Problem(fault.getMessage());
        if (!problem.equals(problems.put(path.toString(), problem))) {
            LOG.warn("not taken: {}", fault.getMessage());
        }
    }

    private void forgetAllBut(Map<Path, Stamp> present) {
        taken.keySet().retainAll(present.keySet());
        names.keySet().retainAll(present.keySet());
        problems.keySet().removeIf(file -> !present.containsKey(Path.of(file)));
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        for (Path file : TaskFiles.in(folder)) {
            stamp(file).ifPresent(stamp -> stamps.put(file, stamp));
        }
        return stamps;
    }

    /** Empty when it is gone since the folder was listed. What cannot be looked at is told of when it is read. */
    private static Optional<Stamp> stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Stamp(FileTime.fromMillis(0), 0));
        }
    }
}
