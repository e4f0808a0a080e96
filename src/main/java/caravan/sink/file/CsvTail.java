package caravan.sink.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads the whole file, because only from its start is it known whether a line feed stands within quotes: a quote that
 * is doubled opens and closes once more than is needed, which comes to the same. A tail that is too long for a record
 * is not cut off: more likely somebody has put a stray quote into the file.
 */
final class CsvTail {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int LONGEST_RECORD_MIB = 16;

    private CsvTail() {}

    static long wholeBytes(FileChannel channel) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        boolean quoted = false;
        long whole = 0;
        for (long start = 0; channel.read(chunk.clear(), start) > 0; start += chunk.position()) {
            for (int i = 0; i < chunk.position(); i++) {
                byte each = chunk.get(i);
                quoted ^= each == '"';
                if (each == '\n' && !quoted) {
                    whole = start + i + 1;
                }
            }
        }
        if (channel.size() - whole > LONGEST_RECORD_MIB << 20) {
            throw new IOException("its last " + LONGEST_RECORD_MIB
                    + " MiB are one record, or a quote is missing at byte " + whole + "; move it away");
        }
        return whole;
    }
}
