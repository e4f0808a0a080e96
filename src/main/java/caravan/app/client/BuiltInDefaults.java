package caravan.app.client;

import caravan.task.Choice;
import caravan.task.Durations;
import caravan.task.Scope;
import caravan.task.Task.RobotsPolicy;
import caravan.task.TaskDefaults;
import caravan.task.TaskLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What a task gets where its definition is silent, as {@code application.properties} has it and nobody changed it. */
final class BuiltInDefaults {
    private BuiltInDefaults() {}

    static TaskDefaults load() {
        Properties settings = new Properties();
        try (InputStream in = BuiltInDefaults.class.getResourceAsStream("/application.properties")) {
            settings.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TaskDefaults(
                limits(settings),
                Choice.parse(Scope.Kind.class, settings.getProperty("caravan.task.scope"), "scope"),
                Choice.parse(RobotsPolicy.class, settings.getProperty("caravan.task.robots"), "robots"));
    }

    private static TaskLimits limits(Properties settings) {
        return new TaskLimits(
                Integer.parseInt(settings.getProperty("caravan.task.depth")),
                Long.parseLong(settings.getProperty("caravan.task.max-pages")),
                Durations.parse(settings.getProperty("caravan.task.delay")),
                Integer.parseInt(settings.getProperty("caravan.task.per-host")));
    }
}
