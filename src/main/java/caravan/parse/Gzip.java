package caravan.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks documents that are gzipped themselves, besides any content coding. Stateless. */
public final class Gzip {
    private Gzip() {}

    /** Told by the first bytes (RFC 1952 § 2.3.1), as servers label such documents at random. */
    public static boolean isGzip(byte[] body) {
        return body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    }

    /**
     * @param body     unpacked where it is gzip, else given back as it is
     * @param maxBytes size beyond which a gzipped body is not read
     * @throws IOException where it is broken or too large
     */
    public static byte[] unpack(byte[] body, int maxBytes) throws IOException {
        if (!isGzip(body)) {
            return body;
        }
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] unpacked = stream.readNBytes(maxBytes);
            if (stream.read() >= 0) {
                throw new IOException("more than " + maxBytes + " bytes when unpacked");
            }
            return unpacked;
        }
    }
}
