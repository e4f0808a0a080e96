package caravan.task;

import caravan.task.tree.Words;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads how dates are written. Stateless. */
final class Dates {
    static final Locale ENGLISH = Locale.ENGLISH;

    private static final String ISO = "iso";
    /** As mail, HTTP and RSS write it: {@code Sat, 28 Nov 2026 04:00:00 GMT}. */
    private static final String MAIL = "rfc1123";

    private static final int LONGEST = 100;
    private static final ZonedDateTime SAMPLE = ZonedDateTime.of(2026, 11, 28, 13, 14, 15, 0, ZoneId.of("UTC"));
    private static final List<ChronoField> TIMES = List.of(
            ChronoField.MINUTE_OF_HOUR,
            ChronoField.SECOND_OF_MINUTE,
            ChronoField.HOUR_OF_AMPM,
            ChronoField.AMPM_OF_DAY);

    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getAvailableLocales())
            .map(Locale::getLanguage)
            .filter(language -> !language.isEmpty())
            .collect(Collectors.toUnmodifiableSet());

    private Dates() {}

    /** A date as ISO 8601 writes it; with a zone, a point in time. */
    static Transform.Date iso(Optional<ZoneId> zone, Locale locale) {
        return new Transform.Date(ISO, zone.orElse(ZoneOffset.UTC), locale, zone.isPresent());
    }

    /** @throws IllegalArgumentException when it is no pattern, or one that tells no day */
    static Transform.Date of(String format, Optional<ZoneId> zone, Locale locale) {
        if (format.equals(ISO)) {
            return iso(zone, locale);
        }
        if (format.equals(MAIL)) {
            return new Transform.Date(MAIL, zone.orElse(ZoneOffset.UTC), locale, true);
        }
        TemporalAccessor sample = sample(format, locale);
        if (sample.query(TemporalQueries.localDate()) == null) {
            throw new IllegalArgumentException(
                    "date format " + Words.quoted(format) + " tells no day; expected year, month and day in it");
        }
        boolean hasTime = sample.query(TemporalQueries.localTime()) != null;
        if (!hasTime && TIMES.stream().anyMatch(sample::isSupported)) {
            throw new IllegalArgumentException("date format " + Words.quoted(format)
                    + " tells half a time of day; expected HH for the hours 0 to 23, or hh and a");
        }
        return new Transform.Date(format, zone.orElse(ZoneOffset.UTC), locale, hasTime);
    }

    /** What the format keeps of a day. */
    private static TemporalAccessor sample(String format, Locale locale) {
        if (format.isBlank() || format.length() > LONGEST) {
            throw new IllegalArgumentException("expected a date format of 1 to " + LONGEST + " characters");
        }
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, locale);
            return formatter.parse(formatter.format(SAMPLE));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("date format " + Words.quoted(format)
                    + " cannot be read; expected a pattern such as yyyy-MM-dd HH:mm, iso or rfc1123");
        }
    }

    /** @throws IllegalArgumentException when there is no such zone */
    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown time zone " + Words.quoted(text) + "; expected one such as Europe/Berlin, UTC or +08:00");
        }
    }

    /** @throws IllegalArgumentException when there is no such language */
    static Locale locale(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (LANGUAGES.contains(locale.getLanguage())) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "unknown locale " + Words.quoted(tag) + "; expected a language tag such as en, zh or pt-BR");
    }
}
