package caravan.fetch.robots;

import caravan.crawl.Page;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchRequest;
import caravan.fetch.Fetcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers each URL with what the test has set, and keeps what was asked. For one thread at a time. */
final class ScriptedFetcher implements Fetcher {
    final List<FetchRequest> asked = new ArrayList<>();
    private final Map<String, FetchOutcome> answers = new HashMap<>();

    @Override
    public FetchOutcome fetch(FetchRequest request) {
        asked.add(request);
        return answers.getOrDefault(request.url(), new Failed(FailureKind.PROTOCOL, "not in the script"));
    }

    void answer(String url, FetchOutcome outcome) {
        answers.put(url, outcome);
    }

    void answer(String url, int status, String body) {
        answer(url, status, Map.of(), body);
    }

    void answer(String url, int status, Map<String, List<String>> headers, String body) {
        answer(url, new Fetched(page(url, status, headers, body)));
    }

    void redirect(String from, String location) {
        answer(from, new Redirected(page(from, 301, Map.of(), ""), location));
    }

    List<String> askedUrls() {
        return asked.stream().map(FetchRequest::url).toList();
    }

    private static Page page(String url, int status, Map<String, List<String>> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Page(url, status, headers, bytes, true, bytes.length, Instant.EPOCH, Duration.ZERO);
    }

    @Override
    public void cancelAll() {}

    @Override
    public void close() {}
}
