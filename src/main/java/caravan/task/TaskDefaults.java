package caravan.task;

/**
 * What a task gets where its definition is silent; the operator sets it by property.
 *
 * @param scriptsAllowed whether definitions that come over the network may hold expressions of Camel languages, which
 *                       can do whatever this process can; those in files of the operator always may
 */
public record TaskDefaults(TaskLimits limits, Scope.Kind scope, Task.RobotsPolicy robots, boolean scriptsAllowed) {

    /** With no expressions from the network. */
    public TaskDefaults(TaskLimits limits, Scope.Kind scope, Task.RobotsPolicy robots) {
        this(limits, scope, robots, false);
    }
}
