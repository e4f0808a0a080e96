package caravan.sink.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Records of CSV (RFC 4180) and the values in them as text. Thread-safe. */
final class CsvText {
    /** What makes a spreadsheet take text for a formula (OWASP, "CSV Injection"). */
    private static final String FORMULA = "=+-@\t\r";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final boolean spreadsheet;

    /** @param spreadsheet whether text that looks like a formula is defused */
    CsvText(boolean spreadsheet) {
        this.spreadsheet = spreadsheet;
    }

    /** @return the records as bytes, each with its line end */
    static byte[] encode(List<List<String>> records) {
        StringBuilder text = new StringBuilder();
        try {
            for (List<String> each : records) {
                CSVFormat.RFC4180.printRecord(text, each.toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a builder in memory takes everything
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @return the fields of the first record; empty where there is none, or where it is not CSV */
    static List<String> firstRecord(String text) {
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
            return parser.stream().findFirst().map(first -> first.toList()).orElse(List.of());
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** @param value of a field; null where the row has none */
    String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return spreadsheet && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof Collection || value instanceof Map ? json(value) : value.toString();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of plain values cannot be written as JSON", e);
        }
    }
}
