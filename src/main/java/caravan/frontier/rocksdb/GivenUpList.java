package caravan.frontier.rocksdb;

import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import caravan.frontier.GivenUp;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The requests that were given up, on disk, in the order in which that happened. Guarded by the frontier's lock. */
final class GivenUpList {
    static final byte[] FIRST = Keys.givenUp(0);
    private static final byte[] END = Keys.givenUp(Long.MAX_VALUE);

    private final Database database;
    private final Writer writer;
    private long size;

    GivenUpList(Database database, Writer writer, long size) {
        this.database = database;
        this.writer = writer;
        this.size = size;
    }

    long size() {
        return size;
    }

    void add(long number, GivenUp request) {
        writer.put(Column.MAIN, Keys.givenUp(number), write(request));
        size++;
    }

    List<Request> take(int limit) {
        writer.write();
        if (writer.isStopped()) {
            return List.of(); // they would be there again the next time
        }
        List<Request> taken = new ArrayList<>();
        database.read(Column.MAIN, cursor -> {
            for (cursor.seek(FIRST); cursor.isValid() && taken.size() < limit; cursor.next()) {
                byte[] key = cursor.key();
                if (key[0] != FIRST[0]) {
                    return;
                }
                taken.add(read(cursor.value()).request());
                writer.delete(Column.MAIN, key);
            }
        });
        size -= taken.size();
        return taken;
    }

    List<GivenUp> newest(int limit) {
        return newest(database, given -> true, limit);
    }

    /** The newest of those that are wanted, for those who have no frontier too; at most so many. */
    static List<GivenUp> newest(Database database, Predicate<GivenUp> wanted, int limit) {
        List<GivenUp> newest = new ArrayList<>();
        database.read(Column.MAIN, cursor -> {
            for (cursor.seekForPrev(END); cursor.isValid() && newest.size() < limit; cursor.prev()) {
                if (cursor.key()[0] != FIRST[0]) {
                    return;
                }
                GivenUp given = read(cursor.value());
                if (wanted.test(given)) {
                    newest.add(given);
                }
            }
        });
        return newest;
    }

    private static byte[] write(GivenUp given) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = RequestJson.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("reason", given.reason());
            json.writeStringField("at", given.at().toString());
            json.writeFieldName("request");
            RequestJson.write(given.request(), json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static GivenUp read(byte[] note) {
        Request request = null;
        String reason = "";
        Instant at = Instant.EPOCH;
        try (JsonParser json = RequestJson.JSON.createParser(note)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "reason" -> reason = json.getText();
                    case "at" -> at = Instant.parse(json.getText());
                    case "request" -> request = RequestJson.read(json);
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what was given up cannot be read", e);
        }
        return new GivenUp(request, reason, at);
    }
}
