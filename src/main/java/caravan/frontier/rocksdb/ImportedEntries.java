package caravan.frontier.rocksdb;

import static caravan.frontier.rocksdb.CrawlImport.text;

import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import caravan.frontier.Notes;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Turns lines of a {@link CrawlExport} into entries of a store, and counts them. For one thread. */
final class ImportedEntries {
    private final Database database;
    private final Keys keys;
    private final long seen;
    private long nextNumber;
    private long outstanding;
    private long givenUp;

    /** @param crawl first line of the export */
    ImportedEntries(Database database, Manifest manifest, JsonNode crawl) {
        this.database = database;
        this.keys = new Keys(manifest.secret());
        this.seen = crawl.path("seen").asLong();
        this.nextNumber = crawl.path("nextNumber").asLong();
    }

    /** @throws IllegalArgumentException saying what is wrong with the line */
    void add(JsonNode line, WriteBatch batch) throws IOException, RocksDBException {
        String kind = text(line, "kind");
        switch (kind) {
            case CrawlExport.HOST -> put(batch, Column.MAIN, Keys.host(text(line, "origin")), json(line.path("state")));
            case CrawlExport.QUEUED -> queued(line, batch);
            case CrawlExport.WAITING -> waiting(line, batch);
            case CrawlExport.GIVEN_UP -> givenUp(line, batch);
            case CrawlExport.SEEN -> {
                for (JsonNode fingerprint : line.path("fingerprints")) {
                    byte[] key = Keys.seen(HexFormat.fromHexDigitsToLong(fingerprint.asText()));
                    put(batch, Column.SEEN, key, new byte[0]);
                }
            }
            case CrawlExport.NOTE -> note(line, batch);
            case CrawlExport.ENTRY -> put(batch, column(line), bytes(text(line, "key")), bytes(text(line, "value")));
            default -> throw new IllegalArgumentException("is of a kind that is not known: " + kind);
        }
    }

    private void queued(JsonNode line, WriteBatch batch) throws IOException, RocksDBException {
        byte[] written = json(line.path("request"));
        Place place = new Place(line.path("priority").asInt(), number(line));
        put(batch, Column.QUEUE, Keys.ready(hostOf(RequestJson.read(written)), place), written);
        outstanding++;
    }

    private void waiting(JsonNode line, WriteBatch batch) throws IOException, RocksDBException {
        byte[] written = json(line.path("request"));
        long due = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse(text(line, "due")));
        put(batch, Column.QUEUE, Keys.later(hostOf(RequestJson.read(written)), due, number(line)), written);
        outstanding++;
    }

    private void givenUp(JsonNode line, WriteBatch batch) throws IOException, RocksDBException {
        byte[] written = json(line.path("what"));
        if (GivenUpList.read(written).request() == null) {
            throw new IllegalArgumentException("lacks the request that was given up");
        }
        put(batch, Column.MAIN, Keys.givenUp(number(line)), written);
        givenUp++;
    }

    private void note(JsonNode line, WriteBatch batch) throws RocksDBException {
        Notes.Kind of = Notes.Kind.valueOf(text(line, "of").toUpperCase(Locale.ROOT));
        byte[] value = line.has("bytes")
                ? bytes(text(line, "bytes"))
                : text(line, "text").getBytes(StandardCharsets.UTF_8);
        put(batch, of == Notes.Kind.PAGE ? Column.PAGES : Column.MAIN, Keys.note(of, text(line, "name")), value);
    }

    private static Column column(JsonNode line) {
        return Column.valueOf(text(line, "column").toUpperCase(Locale.ROOT));
    }

    private long hostOf(Request request) {
        return keys.fingerprint(request.origin());
    }

    private long number(JsonNode line) {
        if (!line.path("number").isIntegralNumber()) {
            throw new IllegalArgumentException("lacks 'number', a whole number");
        }
        long number = line.get("number").asLong();
        nextNumber = Math.max(nextNumber, number + 1);
        return number;
    }

    private static byte[] json(JsonNode node) throws IOException {
        if (!node.isObject()) {
            throw new IllegalArgumentException("lacks what it is about, an object");
        }
        return RequestJson.JSON.writeValueAsBytes(node);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private void put(WriteBatch batch, Column column, byte[] key, byte[] value) throws RocksDBException {
        batch.put(database.handle(column), key, value);
    }

    void addTotals(WriteBatch batch) throws RocksDBException {
        put(batch, Column.MAIN, Keys.TOTALS, new Totals(outstanding, seen, givenUp, nextNumber).write());
    }
}
