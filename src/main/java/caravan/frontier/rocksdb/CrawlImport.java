package caravan.frontier.rocksdb;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.crawl.RequestJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Makes a crawl's folder of what {@link CrawlExport} has written. The manifest comes last, so that what is cut short is
 * never taken for a crawl. In constant memory. For one use.
 */
final class CrawlImport {
    private static final int BATCH = 1000;

    private final CrawlFolder folder;
    private final String where;
    private long line;

    /** @param where the lines come from, for messages */
    CrawlImport(CrawlFolder folder, String where) {
        this.folder = folder;
        this.where = where;
    }

    /** @return how many lines there were */
    long from(InputStream lines, RocksMemory memory) {
        boolean isNew = !Files.exists(folder.path());
        boolean done = false;
        try (JsonParser json = RequestJson.JSON.getFactory().createParser(lines)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            JsonNode crawl = next(json);
            Manifest manifest = manifest(crawl);
            Files.createDirectories(folder.store());
            try (Database database = Database.open(folder.store(), memory, true)) {
                fill(database, json, new ImportedEntries(database, manifest, crawl));
                database.sync();
            }
            if (crawl.has("order")) {
                Path order = folder.path().resolve(CrawlExport.ORDER_FILE);
                RequestJson.JSON.writerWithDefaultPrettyPrinter().writeValue(order.toFile(), crawl.get("order"));
            }
            manifest.writeTo(folder.path());
            done = true;
            return line;
        } catch (JsonProcessingException e) {
            throw wrong("is no JSON: " + e.getOriginalMessage());
        } catch (IOException | RocksDBException e) {
            throw new CaravanException(
                    Kind.INTERNAL,
                    "cannot import " + where + " into " + folder.path() + ": " + e.getMessage() + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        } finally {
            if (!done) {
                folder.discard(isNew);
            }
        }
    }

    private JsonNode next(JsonParser json) throws IOException {
        line++;
        JsonNode node = RequestJson.JSON.readTree(json);
        if (node == null || node.isMissingNode()) {
            throw wrong(line == 1 ? "is missing: there is nothing in it" : "is missing: the export was cut short");
        }
        return node;
    }

    private Manifest manifest(JsonNode crawl) {
        if (!crawl.path("kind").asText().equals(CrawlExport.CRAWL)) {
            throw wrong("does not tell of a crawl, as the first of an export does");
        }
        int version = crawl.path("version").asInt();
        int format = crawl.path("format").asInt();
        if (version > CrawlExport.VERSION || format > Manifest.FORMAT) {
            throw wrong("was written by a later version (format " + Math.max(version, format)
                    + "): use that version to import it");
        }
        try {
            long[] secret = {
                HexFormat.fromHexDigitsToLong(crawl.path("secret").path(0).asText()),
                HexFormat.fromHexDigitsToLong(crawl.path("secret").path(1).asText())
            };
            return new Manifest(Manifest.FORMAT, text(crawl, "task"), text(crawl, "id"), secret);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    static String text(JsonNode node, String name) {
        if (!node.path(name).isTextual()) {
            throw new IllegalArgumentException("lacks '" + name + "', a text");
        }
        return node.get(name).asText();
    }

    private void fill(Database database, JsonParser json, ImportedEntries entries)
            throws IOException, RocksDBException {
        boolean ended = false;
        while (!ended) {
            try (WriteBatch batch = new WriteBatch()) {
                for (int i = 0; i < BATCH && !ended; i++) {
                    JsonNode node = next(json);
                    ended = node.path("kind").asText().equals(CrawlExport.END);
                    if (!ended) {
                        add(entries, node, batch);
                    }
                }
                if (ended) {
                    entries.addTotals(batch);
                }
                database.write(batch);
            }
        }
    }

    private void add(ImportedEntries entries, JsonNode node, WriteBatch batch) throws IOException, RocksDBException {
        try {
            entries.add(node, batch);
        } catch (RuntimeException e) {
            throw wrong(e.getMessage());
        }
    }

    private CaravanException wrong(String what) {
        return CaravanException.invalid("line " + line + " of " + where + " " + what);
    }
}
