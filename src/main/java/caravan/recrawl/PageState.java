package caravan.recrawl;

import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import caravan.crawl.Validators;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/**
 * What a page was when it was fetched last. Times are kept to the millisecond.
 *
 * @param request    by which it can be asked for again
 * @param validators by which its server can tell whether it is as it was
 * @param hash       of its body after decoding; empty where the body was not read
 * @param reading    by which definition it was read, as {@link Manner} tells; empty for one that has not been read yet
 * @param fetchedAt  when it was fetched last; of one that has not been read, when that was tried
 * @param changedAt  when it was found changed
 * @param interval   after which it is looked at again; zero for every run
 * @param dueAt      when that is
 */
public record PageState(
        Request request,
        Validators validators,
        String hash,
        String reading,
        Instant fetchedAt,
        Instant changedAt,
        Duration interval,
        Instant dueAt) {

    /** One that is on its way for the first time. */
    static PageState unread(Request request, Instant now) {
        return new PageState(request.anew(), Validators.NONE, "", "", now, Instant.EPOCH, Duration.ZERO, Instant.EPOCH);
    }

    /** Whether it was fetched, read and stored before. */
    boolean isRead() {
        return !reading.isEmpty();
    }

    /** As a JSON object. What has its usual value is left out. */
    public byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
        try (JsonGenerator json = RequestJson.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeFieldName("request");
            RequestJson.write(request, json);
            text(json, "etag", validators.etag());
            text(json, "lastModified", validators.lastModified());
            text(json, "hash", hash);
            text(json, "reading", reading);
            number(json, "fetchedAt", fetchedAt.toEpochMilli());
            number(json, "changedAt", changedAt.toEpochMilli());
            number(json, "interval", interval.toMillis());
            number(json, "dueAt", dueAt.toEpochMilli());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    /**
     * Names it does not know are passed over, so that later versions may add some.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static PageState read(byte[] note) {
        try (JsonParser json = RequestJson.JSON.createParser(note)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not the state of a page: a JSON object is expected");
            }
            Parts parts = new Parts();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                parts.take(name, json);
            }
            return parts.state();
        } catch (IOException e) {
            throw new IllegalArgumentException("not the state of a page: " + e.getMessage(), e);
        }
    }

    /** What has been read of one. */
    private static final class Parts {
        private Request request;
        private String etag = "";
        private String lastModified = "";
        private String hash = "";
        private String reading = "";
        private long fetchedAt;
        private long changedAt;
        private long interval;
        private long dueAt;

        void take(String name, JsonParser json) throws IOException {
            switch (name) {
                case "request" -> request = RequestJson.read(json);
                case "etag" -> etag = json.getText();
                case "lastModified" -> lastModified = json.getText();
                case "hash" -> hash = json.getText();
                case "reading" -> reading = json.getText();
                case "fetchedAt" -> fetchedAt = json.getLongValue();
                case "changedAt" -> changedAt = json.getLongValue();
                case "interval" -> interval = json.getLongValue();
                case "dueAt" -> dueAt = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        PageState state() {
            if (request == null) {
                throw new IllegalArgumentException("not the state of a page: it has no request");
            }
            return new PageState(
                    request,
                    new Validators(etag, lastModified),
                    hash,
                    reading,
                    Instant.ofEpochMilli(fetchedAt),
                    Instant.ofEpochMilli(changedAt),
                    Duration.ofMillis(interval),
                    Instant.ofEpochMilli(dueAt));
        }
    }
}
