package caravan.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where a crawl starts. In a task file a bare URL string will do.
 *
 * @param url absolute http or https URL
 */
public record Seed(@JsonValue String url) {
    private static final Pattern HTTP = Pattern.compile("^https?://[^/?#\\s]", Pattern.CASE_INSENSITIVE);

    public Seed {
        if (url == null || !HTTP.matcher(url).find()) {
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
