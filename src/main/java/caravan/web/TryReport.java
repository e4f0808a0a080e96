package caravan.web;

import caravan.crawl.Page;
import caravan.extract.Extraction;
import caravan.pipeline.Tryout;
import caravan.sink.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of trying a rule on a page, as JSON: a published format, to which keys may be added.
 *
 * @param rule     its name
 * @param page     its url, and status, contentType and bytes where it was fetched
 * @param matches  how often each selector found something
 * @param items    as sinks get them
 * @param links    that would be followed
 * @param problems what was missing or could not be read
 */
public record TryReport(
        String rule,
        Map<String, Object> page,
        List<Extraction.Match> matches,
        List<Row> items,
        List<Extraction.Link> links,
        List<Extraction.Problem> problems) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    public static TryReport of(Tryout.Result result) {
        Extraction found = result.extraction();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("url", result.page().map(Page::url).orElse(result.url()));
        result.page().ifPresent(answer -> {
            page.put("status", answer.status());
            page.put("contentType", answer.header("content-type").orElse(""));
            page.put("bytes", answer.bytes());
        });
        return new TryReport(
                result.rule(),
                page,
                found.matches(),
                found.items().stream().map(Row::of).toList(),
                found.links(),
                found.problems());
    }

    /** On one line. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report of plain values cannot be written as JSON", e);
        }
    }
}
