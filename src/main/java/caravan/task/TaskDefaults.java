package caravan.task;

/** What a task gets where its definition is silent; the operator sets it by property. */
public record TaskDefaults(TaskLimits limits, Scope.Kind scope, Task.RobotsPolicy robots) {}
