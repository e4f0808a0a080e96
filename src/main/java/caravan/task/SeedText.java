package caravan.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;

/** A seed as it is written: a URL, or an object that has one. */
record SeedText(@JsonValue String url) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SeedText of(String url) {
        return new SeedText(Seed.of(url).url());
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static SeedText ofObject(@JsonProperty(value = "url", required = true) String url) {
        return of(url);
    }
}
