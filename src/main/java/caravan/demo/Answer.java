package caravan.demo;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the site says to a request. The body is shared: nobody may change it.
 *
 * @param contentType value of the Content-Type header; empty without a body
 * @param location    where a redirect leads, as a path; empty for other answers
 */
record Answer(int status, String contentType, byte[] body, String location) {
    private static final int ETAG_BYTES = 8;

    /** A text in UTF-8. */
    static Answer text(int status, String contentType, String text) {
        return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8), "");
    }

    /**
     * A text in an encoding of its own.
     *
     * @throws IllegalStateException when the encoding lacks one of its characters, which must not be lost in silence
     */
    static Answer encoded(String contentType, String text, Charset charset) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] body = new byte[bytes.remaining()];
            bytes.get(body);
            return new Answer(200, contentType, body, "");
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a page cannot be written in " + charset, e);
        }
    }

    static Answer redirect(int status, String location) {
        return new Answer(status, "", new byte[0], location);
    }

    static Answer empty(int status) {
        return new Answer(status, "", new byte[0], "");
    }

    /** @return a strong entity tag that depends on the body only (RFC 9110 § 8.8.3) */
    String etag() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
