package caravan.pipeline;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.extract.Extraction;
import caravan.extract.Extraction.Problem;
import caravan.extract.Extractor;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.FetchRequest;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.fetch.Fetcher;
import caravan.fetch.Session;
import caravan.task.Rule;
import caravan.task.Seed;
import caravan.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one page by one rule of a task, outside of any crawl, as a crawl would. Asks no robots.txt and follows no
 * redirect. Thread-safe; runs on its caller's thread.
 */
public final class Tryout {
    private final Fetcher fetcher;
    private final Extractor extractor;

    public Tryout(Fetcher fetcher, Extractor extractor) {
        this.fetcher = fetcher;
        this.extractor = extractor;
    }

    /**
     * What is tried.
     *
     * @param rule  its name; empty for that of the seed with the URL, or else the first
     * @param url   of the page, normalised
     * @param carry values that are carried to it, besides those of the seed
     */
    public record Attempt(Task task, String rule, String url, Map<String, Object> carry) {}

    /**
     * @param rule  name of the rule that was used
     * @param page  what the server sent, or was said to have; the body may be left out
     */
    public record Result(String rule, Optional<Page> page, String url, Extraction extraction) {

        /** Whether something was found, and nothing missing that the rule requires. */
        public boolean isComplete() {
            boolean empty = extraction.items().isEmpty() && extraction.links().isEmpty();
            return !empty
                    && extraction.problems().stream()
                            .noneMatch(problem -> problem.dropped()
                                    && (problem.place().contains(".fields.")
                                            || problem.place().contains(".carry.")));
        }
    }

    /**
     * Fetches the page and reads it; that it cannot be had is a problem of the result.
     *
     * @param privateAllowed whether its host may have a private or local address
     * @throws CaravanException INVALID where the task has no such rule, or one that cannot be used
     */
    public Result fetch(Attempt attempt, boolean privateAllowed) {
        Task task = attempt.task();
        rule(attempt);
        List<String> seeds = task.seeds().stream().map(Seed::url).toList();
        Session session = new Session(task.fetching(), seeds, task.privateAllowed());
        FetchOutcome outcome = fetcher.fetch(
                new FetchRequest(attempt.url(), ask(attempt), session, privateAllowed, BodyPolicy.READABLE));
        if (outcome instanceof Fetched fetched) {
            boolean success = fetched.page().status() / 100 == 2;
            return success
                    ? read(attempt, fetched.page())
                    : unread(
                            attempt,
                            Optional.of(fetched.page()),
                            "answered " + fetched.page().status());
        }
        if (outcome instanceof Redirected redirect) {
            return unread(attempt, Optional.of(redirect.page()), "redirects to " + redirect.location());
        }
        String detail = outcome instanceof Refused refused ? refused.detail() : ((Failed) outcome).detail();
        return unread(attempt, Optional.empty(), "cannot be fetched: " + detail);
    }

    /**
     * Reads a page that is at hand.
     *
     * @throws CaravanException INVALID where the task has no such rule, or one that cannot be used
     */
    public Result read(Attempt attempt, Page page) {
        Rule rule = rule(attempt);
        Map<String, Object> carry = new HashMap<>(seed(attempt).map(Seed::carry).orElse(Map.of()));
        carry.putAll(attempt.carry());
        Request request = new Request(attempt.url(), ask(attempt), rule.name(), carry, 0, 0, 0, 0, "");
        Extraction extraction = extractor.extract(attempt.task(), rule, page, request);
        return new Result(rule.name(), Optional.of(page), attempt.url(), extraction);
    }

    private static Result unread(Attempt attempt, Optional<Page> page, String reason) {
        List<Problem> problems = List.of(new Problem("page", 0, reason, false));
        Extraction nothing = new Extraction(List.of(), List.of(), List.of(), problems);
        return new Result(rule(attempt).name(), page, attempt.url(), nothing);
    }

    private static Rule rule(Attempt attempt) {
        Task task = attempt.task();
        String name = attempt.rule().isEmpty() ? seed(attempt).map(Seed::rule).orElse("") : attempt.rule();
        Rule rule = task.rule(name)
                .orElseThrow(() -> CaravanException.invalid("task '" + task.name() + "' has no rule"
                        + (name.isEmpty() ? "s to try" : " '" + name + "'; it has " + rules(task))));
        try {
            Extractor.check(rule);
            return rule;
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid("task '" + task.name() + "', rule '" + rule.name() + "': " + e.getMessage());
        }
    }

    private static String rules(Task task) {
        return task.rules().isEmpty()
                ? "none"
                : String.join(", ", task.rules().stream().map(Rule::name).toList());
    }

    private static Optional<Seed> seed(Attempt attempt) {
        return attempt.task().seeds().stream()
                .filter(seed -> seed.url().equals(attempt.url()))
                .findFirst();
    }

    private static Ask ask(Attempt attempt) {
        return seed(attempt)
                .map(seed -> new Ask(seed.method(), seed.body(), seed.headers()))
                .orElse(Ask.GET);
    }
}
