package caravan.cluster;

import caravan.CaravanException;
import caravan.parse.Urls;
import caravan.task.ScopeFilter;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.TaskCodec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a resource crawls: the definition it names, with its own name and its values in the place of parameters.
 * Thread-safe.
 */
public record Templates(TaskStore tasks, TaskCodec codec) {

    /**
     * By the definition as it is stored now.
     *
     * @throws CaravanException NOT_FOUND where there is none, INVALID where it does not go with the resource's values
     */
    public Task taskOf(Resource resource) {
        Task template = tasks.find(resource.definition())
                .orElseThrow(() -> CaravanException.notFound("no task named '" + resource.definition() + "'"));
        return fill(template, resource);
    }

    /**
     * @throws CaravanException INVALID where the definition does not go with the resource's values, or with these it
     *                          has a seed that nobody can fetch
     */
    public Task fill(Task template, Resource resource) {
        Task task = codec.withValues(template, resource.name(), resource.values());
        Set<String> hosts = hosts(task.seeds());
        // The operator wrote the template, but anybody the values: they open no way to hosts of their own choice.
        boolean operators = resource.values().isEmpty() || knownHosts(template).containsAll(hosts);
        return operators ? task : task.withoutPrivateAccess();
    }

    private static Set<String> knownHosts(Task template) {
        return template.seeds().stream()
                .map(seed -> Urls.normalise(seed.url()))
                .flatMap(Optional::stream)
                .map(ScopeFilter::hostOf)
                .collect(Collectors.toSet());
    }

    private static Set<String> hosts(List<Seed> seeds) {
        return seeds.stream()
                .map(seed -> ScopeFilter.hostOf(Urls.normalise(seed.url())
                        .orElseThrow(() -> CaravanException.invalid(
                                "seed '" + seed.url() + "' is not a URL that can be fetched"))))
                .collect(Collectors.toSet());
    }
}
