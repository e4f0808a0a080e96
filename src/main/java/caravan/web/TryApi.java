package caravan.web;

import caravan.CaravanException;
import caravan.cluster.TaskStore;
import caravan.crawl.Page;
import caravan.parse.Urls;
import caravan.pipeline.Tryout;
import caravan.pipeline.Tryout.Attempt;
import caravan.task.ScopeFilter;
import caravan.task.Task;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** {@code /crawler/tasks/NAME/try}: runs one rule on one page, and stores nothing. Thread-safe. */
public final class TryApi {
    /** Pages held at the same time; each can take many times its size in memory. */
    private static final int AT_ONCE = 2;

    private static final ObjectReader REQUEST =
            new JsonMapper().readerFor(TryRequest.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final TaskStore store;
    private final Tryout tryout;
    private final boolean anyAddress;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /** @param anyAddress whether the operator lets all hosts have private addresses */
    public TryApi(TaskStore store, Tryout tryout, boolean anyAddress) {
        this.store = store;
        this.tryout = tryout;
        this.anyAddress = anyAddress;
    }

    /**
     * The body of a request.
     *
     * @param url  of the page; where there is {@code html}, what it is taken for
     * @param html the page itself, which is not fetched then
     * @param rule name; the seed's or the first where there is none
     */
    public record TryRequest(String url, String html, String rule) {}

    /** @return a {@link TryReport}, also where the page could not be fetched */
    public String attempt(@Header("name") String name, @Body String body) {
        Task task = store.find(name).orElseThrow(() -> CaravanException.notFound("no task named '" + name + "'"));
        TryRequest request = read(Optional.ofNullable(body).orElse(""));
        String given = Optional.ofNullable(request.url())
                .or(() -> Optional.ofNullable(request.html())
                        .map(html -> task.seeds().get(0).url()))
                .orElseThrow(TryApi::malformed);
        String url =
                Urls.normalise(given).orElseThrow(() -> CaravanException.invalid("url is not an http or https URL"));
        String rule = Optional.ofNullable(request.rule()).orElse("");
        return TryReport.of(run(new Attempt(task, rule, url, Map.of()), Optional.ofNullable(request.html())))
                .json();
    }

    private Tryout.Result run(Attempt attempt, Optional<String> html) {
        if (!free.tryAcquire()) {
            throw new CaravanException(CaravanException.Kind.UNAVAILABLE, "other pages are being tried; try again");
        }
        try {
            return html.map(text -> tryout.read(attempt, page(attempt.url(), text)))
                    .orElseGet(() -> tryout.fetch(attempt, privateAllowed(attempt)));
        } finally {
            free.release();
        }
    }

    /** As in a crawl of the task: where the operator wrote it, the hosts of its seeds. */
    private boolean privateAllowed(Attempt attempt) {
        Task task = attempt.task();
        return anyAddress
                || task.privateAllowed()
                        && task.seeds().stream()
                                .flatMap(seed -> Urls.normalise(seed.url()).stream())
                                .anyMatch(seed -> ScopeFilter.hostOf(seed).equals(ScopeFilter.hostOf(attempt.url())));
    }

    private static Page page(String url, String html) {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = Map.of("content-type", List.of("text/html; charset=utf-8"));
        return new Page(url, 200, headers, body, true, body.length, Instant.now(), Duration.ZERO);
    }

    private static TryRequest read(String body) {
        try {
            return Optional.ofNullable(REQUEST.<TryRequest>readValue(body)).orElseThrow(TryApi::malformed);
        } catch (JsonProcessingException e) {
            throw malformed();
        }
    }

    private static CaravanException malformed() {
        return CaravanException.invalid(
                "the body must be {\"url\":\"…\"} or {\"html\":\"…\",\"url\":\"…\"}, with a \"rule\""
                        + " if it is not the first");
    }
}
