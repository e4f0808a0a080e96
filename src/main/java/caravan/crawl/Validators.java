package caravan.crawl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By which a server can tell whether a page is still as it was (RFC 9110 § 8.8). Both are sent back as they came.
 *
 * @param etag         entity tag; empty where there is none
 * @param lastModified date of the last change; empty where there is none
 */
public record Validators(String etag, String lastModified) {
    public static final Validators NONE = new Validators("", "");

    /** What may stand in a header, and is not so long that keeping it for every page costs more than it saves. */
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,510}[\\x21-\\x7e]");

    /** Those of an answer. */
    public static Validators of(Page page) {
        return new Validators(
                sendable(page, "etag"), isSettled(page) ? sendable(page, "last-modified") : NONE.lastModified);
    }

    /** The same, with what a later answer says anew (RFC 9110 § 15.4.5). */
    public Validators updated(Validators later) {
        return new Validators(
                later.etag.isEmpty() ? etag : later.etag,
                later.lastModified.isEmpty() ? lastModified : later.lastModified);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    private static String sendable(Page page, String name) {
        return page.header(name)
                .map(String::strip)
                .filter(value -> SENDABLE.matcher(value).matches())
                .orElse("");
    }

    /** What was changed in the second it was sent may change once more in that second, and nobody could tell. */
    private static boolean isSettled(Page page) {
        Optional<Instant> changed = date(page, "last-modified");
        Optional<Instant> sent = date(page, "date");
        return changed.isEmpty() || sent.isEmpty() || changed.get().isBefore(sent.get());
    }

    private static Optional<Instant> date(Page page, String name) {
        try {
            return page.header(name)
                    .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
