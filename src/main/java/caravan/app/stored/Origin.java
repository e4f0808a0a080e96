package caravan.app.stored;

import caravan.CaravanException;
import caravan.crawl.Request;
import caravan.parse.Urls;
import java.util.Optional;

/** Hosts as people name them. */
final class Origin {
    private Origin() {}

    /**
     * @param text an origin such as {@code https://example.org}, or any URL of it
     * @throws CaravanException INVALID when it is none
     */
    static String of(String text) {
        return Urls.normalise(text)
                .map(Request::originOf)
                .orElseThrow(() ->
                        CaravanException.invalid("'" + text + "' is no origin: name one such as https://example.org"));
    }

    /** @param text null where none was given */
    static Optional<String> ofOption(String text) {
        return Optional.ofNullable(text).map(Origin::of);
    }
}
