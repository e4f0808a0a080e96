package caravan.app;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.WholeFile;
import caravan.task.TaskText;
import caravan.task.tree.Syntax;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a crawl was started with, kept in its folder so that it can go on without being told again.
 *
 * @param urls     where it starts, when not by a task
 * @param task     text of the task's file; empty for none
 * @param taskFile its name, which says whether it is YAML or JSON
 * @param values   for the task's parameters
 * @param include  patterns
 * @param exclude  patterns
 * @param settings that flags gave; those of databases are not kept, as they hold passwords
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CrawlOrder(
        List<String> urls,
        String task,
        String taskFile,
        Map<String, String> values,
        List<String> include,
        List<String> exclude,
        Map<String, String> settings) {
    private static final String FILE = "crawl.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    CrawlOrder {
        settings = new TreeMap<>(settings);
        settings.keySet().removeIf(key -> key.startsWith("caravan.database."));
    }

    /**
     * @return empty where there is none
     * @throws CaravanException INTERNAL when there is one that cannot be read
     */
    static Optional<CrawlOrder> in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), CrawlOrder.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new CaravanException(
                    Kind.INTERNAL,
                    file + " cannot be read: give the URLs or the task once more, or put a copy in its place",
                    e);
        }
    }

    /** The task as it was written then; only where there is one. */
    TaskText taskText() {
        return new TaskText(taskFile.endsWith(".json") ? Syntax.JSON : Syntax.YAML, task, taskFile);
    }

    /** @throws CaravanException INTERNAL when it cannot be written */
    void keepIn(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            byte[] content = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
            WholeFile.write(file, folder.resolve(FILE + ".new"), content);
        } catch (IOException e) {
            throw new CaravanException(Kind.INTERNAL, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** This one, with more URLs, and with what {@code later} says in the place of what this one says. */
    CrawlOrder with(CrawlOrder later) {
        Map<String, String> merged = new TreeMap<>(settings);
        merged.putAll(later.settings);
        boolean otherTask = !later.task.isEmpty();
        return new CrawlOrder(
                Stream.concat(urls.stream(), later.urls.stream()).distinct().toList(),
                otherTask ? later.task : task,
                otherTask ? later.taskFile : taskFile,
                later.values.isEmpty() ? values : later.values,
                later.include.isEmpty() ? include : later.include,
                later.exclude.isEmpty() ? exclude : later.exclude,
                merged);
    }
}
