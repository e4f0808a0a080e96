package caravan.app.stored;

import caravan.app.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers and times in tables. */
final class Figures {
    private Figures() {}

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Such as {@code 1 request} and {@code 2 requests}. */
    static String requests(long number) {
        return number(number) + (number == 1 ? " request" : " requests");
    }

    /** Such as {@code 2026-01-02T03:04:05Z}. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Such as {@code in 3m05s}. */
    static String until(Instant time) {
        return "in " + Texts.clock(Duration.between(Instant.now(), time));
    }
}
