package caravan.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import okio.BufferedSource;
import org.brotli.dec.BrotliInputStream;

/**
 * The content codings we ask for (RFC 9110 § 8.4.1), each as a stream, so that whoever reads can stop at a limit on the
 * decoded bytes. A body may carry one coding: stacked ones are only known from bombs. Stateless.
 */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    BROTLI;

    /** Value of the Accept-Encoding header. */
    static final String ACCEPTED = "gzip, deflate, br";

    private static final int CHUNK = 8192;

    /** @throws ProtocolException when it is not exactly one coding that we asked for */
    static ContentCoding of(String headerValue) throws ProtocolException {
        return switch (headerValue.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "br" -> BROTLI;
            default -> throw new ProtocolException("content coding " + headerValue + " was not asked for");
        };
    }

    /** @return a stream of decoded bytes; closing it frees native memory and leaves {@code raw} open */
    InputStream decode(BufferedSource raw) throws IOException {
        return switch (this) {
            case IDENTITY -> new Unclosed(raw);
            case GZIP -> new GZIPInputStream(new Unclosed(raw), CHUNK);
            case DEFLATE -> new Inflating(raw);
            case BROTLI -> new BrotliInputStream(new Unclosed(raw), CHUNK);
        };
    }

    /** Keeps a decoder's end from closing the response, which would first drain what a hostile server still sends. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(BufferedSource raw) {
            super(raw.inputStream());
        }

        @Override
        public void close() {
            // the response is closed by whoever opened it
        }
    }

    /** "deflate" means zlib (RFC 1950), but some servers send the bare format (RFC 1951), and browsers read both. */
    private static final class Inflating extends InflaterInputStream {
        private static final int ZLIB_METHOD = 8;
        private static final int ZLIB_CHECK = 31;

        Inflating(BufferedSource raw) throws IOException {
            super(new Unclosed(raw), new Inflater(!hasZlibHeader(raw)), CHUNK);
        }

        private static boolean hasZlibHeader(BufferedSource raw) throws IOException {
            if (!raw.request(2)) {
                return true;
            }
            int header =
                    raw.getBuffer().getByte(0) << 8 & 0xff00 | raw.getBuffer().getByte(1) & 0xff;
            return (header >> 8 & 0x0f) == ZLIB_METHOD && header % ZLIB_CHECK == 0;
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
