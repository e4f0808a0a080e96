package caravan.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** The Retry-After header: a number of seconds or an HTTP-date (RFC 9110 § 10.2.3). Stateless. */
public final class RetryAfter {
    private static final Duration MAX = Duration.ofHours(24);
    private static final int MAX_DIGITS = 9;
    /**
     * IMF-fixdate and, as the RFC demands of recipients, the obsolete asctime form; two-digit years are not
     * guessed.
     */
    private static final DateTimeFormatter[] DATES = {
        DateTimeFormatter.RFC_1123_DATE_TIME,
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT).withZone(java.time.ZoneOffset.UTC)
    };

    private RetryAfter() {}

    /**
     * @param headerValue as the server wrote it
     * @param now         what a date is counted from
     * @return how long to wait, 0 to 24 h (longer ones are cut to that), or empty when the value is neither form
     */
    public static Optional<Duration> parse(String headerValue, Instant now) {
        String value = headerValue.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean tooLong = value.length() > MAX_DIGITS;
            return Optional.of(tooLong ? MAX : clamp(Duration.ofSeconds(Long.parseLong(value))));
        }
        for (DateTimeFormatter format : DATES) {
            try {
                return Optional.of(clamp(Duration.between(now, ZonedDateTime.parse(value, format))));
            } catch (DateTimeParseException e) {
                // not this form: try the next, then it is junk
            }
        }
        return Optional.empty();
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
