package caravan.recrawl;

import caravan.task.Recrawl;
import caravan.task.Schedule;
import caravan.task.Scope;
import caravan.task.ScopeFilter;
import caravan.task.Task;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a task looks at pages again.
 *
 * @param again    whether it ever does
 * @param recrawl  within which bounds
 * @param reload   whether that happens in one run, so that time counts from each fetch and not from the run's start
 * @param schedule between two runs; zero where that is not needed, or never
 * @param reading  tells definitions apart by which a page may be read differently, or lead elsewhere: one that was read
 *                 by another is read once more
 */
public record Manner(boolean again, Recrawl recrawl, boolean reload, Duration schedule, String reading) {
    /** Nothing is looked at again. */
    static final Manner NEVER = new Manner(false, Recrawl.DEFAULT, false, Duration.ZERO, "");

    /** @param schedule between two runs of the task */
    public static Manner of(Task task, Duration schedule) {
        boolean again = task.reload() || task.schedule().kind() != Schedule.Kind.ONCE;
        return again ? new Manner(true, task.recrawl(), task.reload(), schedule, reading(task)) : NEVER;
    }

    private static String reading(Task task) {
        String all = String.join(
                "\n",
                task.rules().toString(),
                task.outputs().toString(),
                task.scope().toString(),
                seeds(task),
                task.robots().toString(),
                String.valueOf(task.limits().depth()),
                task.fetching().userAgents().toString(),
                new TreeMap<>(task.fetching().headers()).toString(),
                new TreeMap<>(task.fetching().cookies()).toString());
        return Hashing.sha256()
                .hashString(all, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
    }

    /** As far as they decide what is in scope. */
    private static String seeds(Task task) {
        Scope.Kind scope = task.scope().kind();
        return switch (scope) {
            case ANY -> "";
            case PREFIX ->
                new TreeSet<>(task.seeds().stream().map(seed -> seed.url()).toList()).toString();
            case HOST, DOMAIN ->
                task.seeds().stream()
                        .map(seed -> ScopeFilter.hostOf(seed.url()))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString();
        };
    }
}
