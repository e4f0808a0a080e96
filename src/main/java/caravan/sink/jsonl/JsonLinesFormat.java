package caravan.sink.jsonl;

import caravan.sink.Row;
import caravan.sink.RowBodies;
import caravan.sink.file.FileSet;
import caravan.sink.file.RotatingFile;
import caravan.sink.file.RowFormat;
import caravan.sink.file.Tail;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** JSON lines (https://jsonlines.org): UTF-8, one object a line. Thread-safe. */
final class JsonLinesFormat implements RowFormat {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final boolean gzip;

    /** @param gzip whether each batch is a gzip member of its own */
    JsonLinesFormat(boolean gzip) {
        this.gzip = gzip;
    }

    @Override
    public Tail tail() {
        return gzip ? Tail.GZIP_MEMBERS : Tail.LINES;
    }

    @Override
    public FileSet.Addition prepare(Object body, RotatingFile file) throws IOException {
        byte[] lines = lines(body).getBytes(StandardCharsets.UTF_8);
        return new FileSet.Addition(file.current(), gzip && lines.length > 0 ? compress(lines) : lines);
    }

    private static String lines(Object body) throws IOException {
        if (body instanceof List<?> list) {
            StringBuilder lines = new StringBuilder();
            for (Object each : list) {
                lines.append(lines(each));
            }
            return lines.toString();
        }
        String text = text(body);
        return text.isEmpty() || text.endsWith("\n") ? text : text + '\n';
    }

    private static String text(Object body) throws IOException {
        if (body instanceof Row || body instanceof CharSequence) {
            return body.toString();
        }
        if (body instanceof Map<?, ?> map) {
            return JSON.writeValueAsString(map);
        }
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new IllegalArgumentException("jsonl: takes rows, maps or JSON lines, not " + RowBodies.nameOf(body));
    }

    private static byte[] compress(byte[] lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(lines);
        }
        return bytes.toByteArray();
    }
}
