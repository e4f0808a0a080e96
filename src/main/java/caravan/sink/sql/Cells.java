package caravan.sink.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what a page said into what a column takes: times in UTC and microseconds, lists as JSON, anything as text where
 * the column is text. Thread-safe.
 */
final class Cells {
    /** What both MariaDB's dates and ISO 8601 reach. */
    private static final int MOST_YEAR = 9999;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final NumberRange numbers;

    Cells(NumberRange numbers) {
        this.numbers = numbers;
    }

    /** @return empty for a value that such a column cannot hold */
    Optional<Object> of(Object value, ColumnKind kind) {
        return switch (kind) {
            case TEXT -> Optional.of(text(value));
            case INTEGER -> value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
            case NUMBER -> value instanceof Number number ? fit(number).map(Object.class::cast) : Optional.empty();
            case BOOLEAN -> Optional.of(value).filter(Boolean.class::isInstance);
            case DATE -> value instanceof LocalDate date && isIn(date.getYear()) ? Optional.of(date) : Optional.empty();
            case INSTANT -> utc(value).map(Object.class::cast);
            case DATE_TIME -> utc(value).map(OffsetDateTime::toLocalDateTime).map(Object.class::cast);
            case JSON -> Optional.of(json(value));
            case OTHER -> Optional.empty();
        };
    }

    private static boolean isIn(int year) {
        return year >= 1 && year <= MOST_YEAR;
    }

    private static Optional<OffsetDateTime> utc(Object value) {
        return value instanceof Instant instant
                        && !instant.isBefore(LocalDateTime.of(1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC))
                        && instant.isBefore(
                                LocalDateTime.of(MOST_YEAR + 1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC))
                ? Optional.of(instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                : Optional.empty();
    }

    private Optional<BigDecimal> fit(Number number) {
        if (number instanceof BigDecimal decimal) {
            return numbers.fit(decimal);
        }
        if (number instanceof BigInteger whole) {
            return numbers.fit(new BigDecimal(whole));
        }
        return number instanceof Double || number instanceof Float
                ? Optional.of(number.doubleValue())
                        .filter(Double::isFinite)
                        .flatMap(d -> numbers.fit(BigDecimal.valueOf(d)))
                : Optional.of(BigDecimal.valueOf(number.longValue()));
    }

    private String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return numbers.fit(decimal).isPresent() && decimal.scale() <= numbers.fraction()
                    ? decimal.toPlainString()
                    : decimal.toString();
        }
        return value instanceof List || value instanceof Map ? json(value) : CleanText.of(String.valueOf(value));
    }

    private String json(Object value) {
        try {
            return JSON.writeValueAsString(plain(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of plain values cannot be written as JSON", e);
        }
    }

    /** What JSON has, and databases take as JSON; a number that is too large for them becomes its text. */
    private Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(CleanText.of(String.valueOf(key)), plain(each)));
            return plain;
        }
        if (value instanceof Number number) {
            return fit(number).<Object>map(fitting -> fitting).orElseGet(number::toString);
        }
        return value == null || value instanceof Boolean ? value : CleanText.of(value.toString());
    }
}
