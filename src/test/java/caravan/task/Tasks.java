package caravan.task;

import java.time.Duration;

/** Task defaults for tests. */
public final class Tasks {
    public static final TaskDefaults DEFAULTS =
            new TaskDefaults(new TaskLimits(100, 0, Duration.ofSeconds(1), 1), Scope.Kind.HOST, Task.RobotsPolicy.OBEY);

    private Tasks() {}

    public static TaskCodec codec() {
        return new TaskCodec(DEFAULTS);
    }
}
