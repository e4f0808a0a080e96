package caravan.task;

import java.time.Duration;

/** Task defaults for tests. */
public final class Tasks {
    public static final TaskDefaults DEFAULTS =
            new TaskDefaults(new TaskLimits(100, 0, Duration.ofSeconds(1), 1), Scope.Kind.HOST, Task.RobotsPolicy.OBEY);

    private Tasks() {}

    /** The same task with another schedule. */
    public static Task scheduled(Task task, Schedule schedule) {
        return new Task(
                task.name(),
                task.definition(),
                task.seeds(),
                task.scope(),
                task.limits(),
                task.robots(),
                task.fetching(),
                task.rules(),
                task.outputs(),
                task.reload(),
                schedule,
                task.recrawl(),
                task.privateAllowed(),
                task.document(),
                task.parameters());
    }

    public static TaskCodec codec() {
        return new TaskCodec(DEFAULTS);
    }
}
