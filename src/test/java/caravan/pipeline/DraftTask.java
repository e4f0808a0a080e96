package caravan.pipeline;

import caravan.task.Fetching;
import caravan.task.Outputs;
import caravan.task.RateLimit;
import caravan.task.Recrawl;
import caravan.task.Rule;
import caravan.task.Schedule;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.Task.RobotsPolicy;
import caravan.task.TaskLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A task that a test changes before it is made: everything is in scope, nothing waits. For one thread. */
final class DraftTask {
    List<Seed> seeds;
    RobotsPolicy robots = RobotsPolicy.IGNORE;
    Fetching fetching = Fetching.PLAIN;
    List<RateLimit> rates = List.of();
    List<Rule> rules = List.of();
    Outputs outputs = Outputs.DEFAULT;
    boolean privateAllowed = true;

    DraftTask(Seed... seeds) {
        this.seeds = List.of(seeds);
    }

    static Fetching retrying(int retries) {
        return new Fetching(List.of(), Map.of(), Map.of(), false, List.of(), retries);
    }

    static Fetching through(String... proxies) {
        return new Fetching(List.of(), Map.of(), Map.of(), false, List.of(proxies), -1);
    }

    Task make() {
        TaskLimits limits = new TaskLimits(9, 0, Duration.ZERO, 1, rates, Duration.ZERO);
        Scope anywhere = new Scope(Scope.Kind.ANY, List.of(), List.of());
        return new Task(
                "a",
                "a",
                seeds,
                anywhere,
                limits,
                robots,
                fetching,
                rules,
                outputs,
                false,
                Schedule.ONCE,
                Recrawl.DEFAULT,
                privateAllowed,
                "",
                List.of());
    }
}
