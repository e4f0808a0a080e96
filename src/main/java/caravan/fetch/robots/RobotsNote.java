package caravan.fetch.robots;

import caravan.crawl.Page;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A robots.txt as a crawl keeps it: the text itself, for the agent that looks itself up in it may have another name by
 * then. Immutable.
 *
 * @param way  that it came: a note says nothing to those who would have gone another
 * @param at   when it was read
 * @param text empty where there is none, so that everything is allowed
 */
public record RobotsNote(String way, Instant at, Optional<Text> text) {
    private static final byte FORM = 1;
    private static final int MAX_CONTENT_TYPE = 200;

    /**
     * @param url         where it was found, after redirects
     * @param contentType as the server wrote it
     * @param body        as far as it is read; nobody may change it
     */
    record Text(String url, String contentType, byte[] body) {

        static Text of(Page page) {
            String contentType = page.header("content-type").orElse("text/plain");
            return new Text(
                    page.url(),
                    contentType.substring(0, Math.min(MAX_CONTENT_TYPE, contentType.length())),
                    page.body());
        }
    }

    /** @return for {@link #read} */
    public byte[] write() {
        byte[] itsWay = bytes(way);
        byte[] url = bytes(text.map(Text::url).orElse(""));
        byte[] contentType = bytes(text.map(Text::contentType).orElse(""));
        byte[] body = text.map(Text::body).orElse(new byte[0]);
        ByteBuffer note = ByteBuffer.allocate(
                1 + 1 + Long.BYTES + 3 * Integer.BYTES + itsWay.length + url.length + contentType.length + body.length);
        note.put(FORM).put((byte) (text.isPresent() ? 1 : 0)).putLong(at.toEpochMilli());
        put(note, itsWay);
        put(note, url);
        put(note, contentType);
        return note.put(body).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer note, byte[] bytes) {
        note.putInt(bytes.length).put(bytes);
    }

    /** @return empty when it is not of this form */
    public static Optional<RobotsNote> read(byte[] written) {
        ByteBuffer note = ByteBuffer.wrap(written);
        try {
            if (note.get() != FORM) {
                return Optional.empty();
            }
            boolean hasText = note.get() != 0;
            Instant at = Instant.ofEpochMilli(note.getLong());
            String way = take(note);
            String url = take(note);
            String contentType = take(note);
            byte[] body = new byte[note.remaining()];
            note.get(body);
            Optional<Text> text = hasText ? Optional.of(new Text(url, contentType, body)) : Optional.empty();
            return Optional.of(new RobotsNote(way, at, text));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            return Optional.empty();
        }
    }

    private static String take(ByteBuffer note) {
        int length = note.getInt();
        if (length > note.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        note.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
