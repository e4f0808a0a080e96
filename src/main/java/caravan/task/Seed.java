package caravan.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a crawl starts. In a task file a bare URL string will do.
 *
 * @param url absolute http or https URL
 */
public record Seed(@JsonValue String url) {
    public Seed {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new IllegalArgumentException("seed '" + url + "' is not an http:// or https:// URL");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Seed of(String url) {
        return new Seed(url);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static Seed ofObject(@JsonProperty(value = "url", required = true) String url) {
        return new Seed(url);
    }
}
