package caravan.pipeline;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.parse.Urls;
import caravan.task.ScopeFilter;
import caravan.task.Seed;
import caravan.task.Task;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a crawl goes by, worked out from its definition, of which it is replaced as a whole.
 *
 * @param scope     knows the seeds, and learns where they redirect to
 * @param seedHosts as in normalised URLs
 */
record Terms(Task task, ScopeFilter scope, Set<String> seedHosts) {

    /**
     * @throws CaravanException INVALID when a seed cannot be fetched at all
     */
    static Terms of(Task task) {
        List<String> seeds =
                task.seeds().stream().map(seed -> normalised(seed.url())).toList();
        return new Terms(
                task,
                new ScopeFilter(task.scope(), seeds),
                seeds.stream().map(ScopeFilter::hostOf).collect(Collectors.toUnmodifiableSet()));
    }

    /** Normalised. */
    List<String> seedUrls() {
        return task.seeds().stream().map(seed -> normalised(seed.url())).toList();
    }

    /** The seeds, to be fetched. */
    List<Request> requests() {
        return task.seeds().stream().map(Terms::request).toList();
    }

    /** The seeds that {@code before} has not. */
    List<Request> requestsNotIn(Terms before) {
        Set<String> known = before.requests().stream().map(Request::key).collect(Collectors.toSet());
        return requests().stream()
                .filter(request -> !known.contains(request.key()))
                .toList();
    }

    /** Whether the host of {@code url} may have a private address because the operator named it. */
    boolean allowPrivate(String url) {
        return task.privateAllowed() && seedHosts.contains(ScopeFilter.hostOf(url));
    }

    private static Request request(Seed seed) {
        Ask ask = new Ask(seed.method(), seed.body(), seed.headers());
        return new Request(normalised(seed.url()), ask, seed.rule(), seed.carry(), 0, seed.priority(), 0, 0, "");
    }

    private static String normalised(String seed) {
        return Urls.normalise(seed)
                .orElseThrow(() -> CaravanException.invalid("seed '" + seed + "' is not a URL that can be fetched"));
    }
}
