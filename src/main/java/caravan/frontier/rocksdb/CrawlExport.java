package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import caravan.frontier.Notes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.RocksIterator;

/**
 * Writes a crawl as lines of JSON, each an object that says its {@code kind}: first {@link #CRAWL}, last {@link #END},
 * which tells a whole one from one that was cut short. In constant memory. For one use.
 */
final class CrawlExport {
    /** Of the lines; {@link Manifest#FORMAT} is that of the store. */
    static final int VERSION = 1;

    static final String CRAWL = "crawl";
    static final String HOST = "host";
    static final String QUEUED = "queued";
    static final String WAITING = "waiting";
    static final String GIVEN_UP = "given-up";
    static final String SEEN = "seen";
    static final String NOTE = "note";
    /** What this version has no words for. */
    static final String ENTRY = "entry";

    static final String END = "end";
    static final String ORDER_FILE = "crawl.json";

    private static final int SEEN_A_LINE = 64;
    private static final Map<Byte, Notes.Kind> NOTES =
            Map.of((byte) 'c', Notes.Kind.CRAWL, (byte) 'r', Notes.Kind.ROBOTS);

    private final CrawlFolder folder;
    private final Manifest manifest;
    private final Totals totals;
    private final Database database;
    private long lines;

    CrawlExport(CrawlFolder folder, Manifest manifest, Totals totals, Database database) {
        this.folder = folder;
        this.manifest = manifest;
        this.totals = totals;
        this.database = database;
    }

    /** Closes nothing. */
    void to(OutputStream out) throws IOException {
        JsonFactory factory = RequestJson.JSON.getFactory();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            line(json, CRAWL, () -> crawl(json));
            eachEntry(Column.MAIN, cursor -> main(json, cursor));
            eachEntry(Column.QUEUE, cursor -> queue(json, cursor));
            seen(json);
            eachEntry(Column.PAGES, cursor -> page(json, cursor));
            line(json, END, () -> json.writeNumberField("lines", lines + 1));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private interface Entry {
        void write(RocksIterator cursor) throws IOException;
    }

    private void line(JsonGenerator json, String kind, Writing fields) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind);
        fields.run();
        json.writeEndObject();
        json.writeRaw('\n');
        lines++;
    }

    private void eachEntry(Column column, Entry entry) {
        database.scan(column, cursor -> {
            try {
                for (cursor.seekToFirst(); cursor.isValid(); cursor.next()) {
                    entry.write(cursor);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void crawl(JsonGenerator json) throws IOException {
        json.writeNumberField("version", VERSION);
        json.writeNumberField("format", manifest.format());
        json.writeStringField("task", manifest.task());
        json.writeStringField("id", manifest.id());
        json.writeArrayFieldStart("secret");
        for (long half : manifest.secret()) {
            json.writeString(HexFormat.of().toHexDigits(half)); // many readers of JSON cut numbers to 53 bits
        }
        json.writeEndArray();
        json.writeNumberField("outstanding", totals.outstanding());
        json.writeNumberField("seen", totals.seen());
        json.writeNumberField("givenUp", totals.givenUp());
        json.writeNumberField("nextNumber", totals.nextNumber());
        Optional<JsonNode> order = order();
        if (order.isPresent()) {
            json.writeObjectField("order", order.get());
        }
    }

    /** What the crawl was started with, where its folder has that. */
    private Optional<JsonNode> order() throws IOException {
        try {
            return Optional.of(
                    RequestJson.JSON.readTree(Files.readAllBytes(folder.path().resolve(ORDER_FILE))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void main(JsonGenerator json, RocksIterator cursor) throws IOException {
        byte[] key = cursor.key();
        byte[] value = cursor.value();
        if (key[0] == Keys.TOTALS[0]) {
            return; // counted anew
        }
        if (key[0] == 'h') {
            line(json, HOST, () -> {
                json.writeStringField("origin", Keys.nameOf(key));
                raw(json, "state", value);
            });
        } else if (key[0] == Keys.GIVEN_UP[0]) {
            line(json, GIVEN_UP, () -> {
                json.writeNumberField("number", Keys.givenUpNumber(key));
                raw(json, "what", value);
            });
        } else if (NOTES.containsKey(key[0]) && isText(key)) {
            Notes.Kind of = NOTES.get(key[0]);
            line(json, NOTE, () -> note(json, of, Keys.nameOf(key), value));
        } else {
            entry(json, Column.MAIN, key, value);
        }
    }

    private void queue(JsonGenerator json, RocksIterator cursor) throws IOException {
        byte[] key = cursor.key();
        byte[] request = cursor.value();
        if (key[0] == Keys.READY) {
            Place place = Keys.place(key);
            line(json, QUEUED, () -> {
                json.writeNumberField("number", place.number());
                json.writeNumberField("priority", place.priority());
                raw(json, "request", request);
            });
        } else {
            line(json, WAITING, () -> {
                json.writeNumberField("number", Keys.numberOf(key));
                json.writeStringField(
                        "due",
                        Instant.EPOCH.plus(Keys.dueOf(key), ChronoUnit.NANOS).toString());
                raw(json, "request", request);
            });
        }
    }

    private void seen(JsonGenerator json) throws IOException {
        database.scan(Column.SEEN, cursor -> {
            try {
                cursor.seekToFirst();
                while (cursor.isValid()) {
                    line(json, SEEN, () -> someSeen(json, cursor));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void someSeen(JsonGenerator json, RocksIterator cursor) throws IOException {
        json.writeArrayFieldStart("fingerprints");
        for (int i = 0; i < SEEN_A_LINE && cursor.isValid(); i++, cursor.next()) {
            json.writeString(HexFormat.of().formatHex(cursor.key()));
        }
        json.writeEndArray();
    }

    private void page(JsonGenerator json, RocksIterator cursor) throws IOException {
        byte[] key = cursor.key();
        byte[] value = cursor.value();
        if (isText(key)) {
            line(json, NOTE, () -> note(json, Notes.Kind.PAGE, new String(key, StandardCharsets.UTF_8), value));
        } else {
            entry(json, Column.PAGES, key, value);
        }
    }

    /** As text where it is some, for people to read. */
    private static void note(JsonGenerator json, Notes.Kind of, String name, byte[] value) throws IOException {
        json.writeStringField("of", of.name().toLowerCase(Locale.ROOT));
        json.writeStringField("name", name);
        if (isText(value)) {
            json.writeStringField("text", new String(value, StandardCharsets.UTF_8));
        } else {
            json.writeStringField("bytes", base64(value));
        }
    }

    private void entry(JsonGenerator json, Column column, byte[] key, byte[] value) throws IOException {
        line(json, ENTRY, () -> {
            json.writeStringField("column", column.name().toLowerCase(Locale.ROOT));
            json.writeStringField("key", base64(key));
            json.writeStringField("value", base64(value));
        });
    }

    private static void raw(JsonGenerator json, String name, byte[] value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(new String(value, StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
