package caravan.extract;

import caravan.task.Transform;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;

/** Reads dates and points in time by a format. Immutable. */
final class DateText {
    /** Zones as e-mail and feeds name them (RFC 822 § 5.1). */
    private static final Map<String, String> ZONES = Map.ofEntries(
            Map.entry("UT", "+0000"),
            Map.entry("UTC", "+0000"),
            Map.entry("GMT", "+0000"),
            Map.entry("Z", "+0000"),
            Map.entry("EST", "-0500"),
            Map.entry("EDT", "-0400"),
            Map.entry("CST", "-0600"),
            Map.entry("CDT", "-0500"),
            Map.entry("MST", "-0700"),
            Map.entry("MDT", "-0600"),
            Map.entry("PST", "-0800"),
            Map.entry("PDT", "-0700"));

    /** Longer texts are no dates. */
    private static final int MAX_LENGTH = 100;

    private final Transform.Date date;
    private final boolean mail;
    private final DateTimeFormatter formatter;

    /** @throws IllegalArgumentException where the format is none */
    DateText(Transform.Date date) {
        this.date = date;
        mail = date.format().equalsIgnoreCase("rfc1123") || date.format().equalsIgnoreCase("rss");
        boolean iso = date.format().equalsIgnoreCase("iso");
        try {
            formatter = mail ? mail() : iso ? iso() : pattern(date.format(), date.locale());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("date format '" + date.format() + "': " + e.getMessage());
        }
    }

    /** @return a {@link LocalDate}, or an {@link Instant} where the format has a time */
    Object read(String text) throws UnreadableException {
        try {
            if (text.length() > MAX_LENGTH) {
                throw new DateTimeException("too long");
            }
            TemporalAccessor read = formatter.parseBest(
                    mail ? plainMail(text) : text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            return date.hasTime() ? instant(read, date.zone()) : LocalDate.from(read);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnreadableException(
                    UnreadableException.quote(text) + " is not a date of the format " + date.format());
        }
    }

    private static Instant instant(TemporalAccessor read, ZoneId zone) {
        if (read instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        LocalDateTime local =
                read instanceof LocalDateTime time ? time : LocalDate.from(read).atStartOfDay();
        return local.atZone(zone).toInstant();
    }

    /** A date, with or without a time (after T or a space), with or without an offset. */
    private static DateTimeFormatter iso() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendPattern("['T'][' ']")
                .appendOptional(DateTimeFormatter.ISO_LOCAL_TIME)
                .appendPattern("[ ][XXX][XX][X]['['VV']']")
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter mail() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("d MMM yyyy HH:mm[:ss] Z")
                .toFormatter(Locale.ENGLISH);
    }

    /** Without the day of the week, which is wrong at times, and with the zone as an offset. */
    private static String plainMail(String text) {
        String rest = text.substring(text.indexOf(',') + 1).strip();
        int space = rest.lastIndexOf(' ');
        String zone = rest.substring(space + 1);
        return rest.substring(0, space + 1) + ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), zone);
    }

    /** What a format leaves out of month and day is the first. */
    private static DateTimeFormatter pattern(String format, Locale locale) {
        String letters = format.replaceAll("'[^']*'", "");
        DateTimeFormatterBuilder builder =
                new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(format);
        if (letters.matches("[^dDeEcFwWQq]*")) {
            builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
            if (letters.matches("[^ML]*")) {
                builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
            }
        }
        return builder.toFormatter(locale);
    }
}
