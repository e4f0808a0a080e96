package caravan.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where a crawl starts. In a task file a bare URL string will do.
 *
 * @param url absolute http or https URL
 */
public record Seed(@JsonValue String url) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Seed {
        String lower = url.toLowerCase(java.util.Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new IllegalArgumentException("seed '" + url + "' is not an http:// or https:// URL");
        }
    }
}
