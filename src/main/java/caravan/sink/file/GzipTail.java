package caravan.sink.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks one member after the other, since a member does not say how long it is, up to the first that is not whole.
 * Reads members as Java writes them, with a header of ten bytes and nothing more. It fails, rather than cut off what
 * somebody may still want, at a file that begins in another way, and where whole members follow the damage.
 */
final class GzipTail {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    /** Two bytes that say gzip, then deflate, then no flags. */
    private static final int MAGIC = 0x1f8b0800;

    private static final int CHUNK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer packed = ByteBuffer.allocate(CHUNK_BYTES);
    private final byte[] unpacked = new byte[CHUNK_BYTES];
    private final CRC32 checksum = new CRC32();
    private final Inflater inflater = new Inflater(true);

    private GzipTail(FileChannel channel) {
        this.channel = channel;
    }

    static long wholeBytes(FileChannel channel) throws IOException {
        GzipTail tail = new GzipTail(channel);
        try {
            long whole = 0;
            for (long end = tail.endOfMember(0); end > whole; end = tail.endOfMember(whole)) {
                whole = end;
            }
            tail.requireNothingAfter(whole);
            return whole;
        } finally {
            tail.inflater.end();
        }
    }

    private void requireNothingAfter(long damage) throws IOException {
        if (damage == 0 && channel.size() > HEADER && !startsMember(read(0, HEADER))) {
            throw new IOException("it is not a gzip file as this program writes them; move it away");
        }
        for (long at = damage + 1; at < channel.size(); at += CHUNK_BYTES) {
            ByteBuffer chunk = read(at, CHUNK_BYTES + HEADER - 1);
            for (int i = 0; i + HEADER <= chunk.limit(); i++) {
                if (startsMember(chunk.slice(i, HEADER)) && endOfMember(at + i) > at + i) {
                    throw new IOException("it is damaged at byte " + damage + ", and whole again from byte " + (at + i)
                            + " on; move it away");
                }
            }
        }
    }

    private static boolean startsMember(ByteBuffer header) {
        return header.getInt(0) == MAGIC;
    }

    /** @return where the member that begins at {@code start} ends; {@code start} itself if it is not whole */
    private long endOfMember(long start) throws IOException {
        ByteBuffer header = read(start, HEADER);
        if (header.remaining() < HEADER || !startsMember(header)) {
            return start;
        }
        long data = start + HEADER;
        long length = unpack(data);
        ByteBuffer trailer = read(data + length, TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        boolean whole = inflater.finished()
                && trailer.remaining() == TRAILER
                && trailer.getInt(0) == (int) checksum.getValue()
                && trailer.getInt(4) == (int) inflater.getBytesWritten();
        return whole ? data + length + TRAILER : start;
    }

    /** @return how many bytes the packed data has, or as many as are there and make sense */
    private long unpack(long from) throws IOException {
        inflater.reset();
        checksum.reset();
        long at = from;
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int count = channel.read(packed.clear(), at);
                    if (count <= 0) {
                        break;
                    }
                    at += count;
                    inflater.setInput(packed.array(), 0, count);
                }
                checksum.update(unpacked, 0, inflater.inflate(unpacked));
            }
        } catch (DataFormatException torn) {
            return 0; // not finished, so not whole
        }
        return inflater.getBytesRead();
    }

    private ByteBuffer read(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
            // until it is full or the file ends
        }
        return bytes.flip();
    }
}
