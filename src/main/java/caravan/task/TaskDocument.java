package caravan.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A task as it is written in YAML or JSON: every key optional but name and seeds, so defaults can fill the rest. */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TaskDocument(
        String name,
        Map<String, String> parameters,
        List<SeedText> seeds,
        String scope,
        List<String> include,
        List<String> exclude,
        Integer depth,
        String delay,
        Integer perHost,
        Long maxPages,
        String robots) {

    static TaskDocument of(Task task) {
        TaskLimits limits = task.limits();
        return new TaskDocument(
                task.name(),
                Map.of(),
                task.seeds().stream().map(seed -> new SeedText(seed.url())).toList(),
                lower(task.scope().kind()),
                task.scope().include(),
                task.scope().exclude(),
                limits.depth(),
                Durations.format(limits.delay()),
                limits.perHost(),
                limits.maxPages(),
                lower(task.robots()));
    }

    Task toTask(TaskDefaults defaults, boolean privateAllowed) {
        if (name == null) {
            throw new IllegalArgumentException("a task needs a name");
        }
        TaskLimits otherwise = defaults.limits();
        TaskLimits limits = new TaskLimits(
                orElse(depth, otherwise.depth()),
                orElse(maxPages, otherwise.maxPages()),
                delay == null ? otherwise.delay() : Durations.parse(delay),
                orElse(perHost, otherwise.perHost()));
        Scope.Kind kind = scope == null ? defaults.scope() : Choice.parse(Scope.Kind.class, scope, "scope");
        Task.RobotsPolicy policy =
                robots == null ? defaults.robots() : Choice.parse(Task.RobotsPolicy.class, robots, "robots");
        return Task.ofPages(
                name,
                Task.requireFilled(orElse(seeds, List.of()), "seeds").stream()
                        .map(seed -> Seed.of(seed.url()))
                        .toList(),
                new Scope(kind, orElse(include, List.of()), orElse(exclude, List.of())),
                limits,
                policy,
                privateAllowed);
    }

    private static <T> T orElse(T value, T otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
