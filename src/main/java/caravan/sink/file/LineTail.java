package caravan.sink.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Looks for the last line feed, from the end. */
final class LineTail {
    private static final int READ_BACK_BYTES = 8192;

    private LineTail() {}

    static long wholeBytes(FileChannel channel) throws IOException {
        long end = channel.size();
        while (end > 0) {
            int length = (int) Math.min(READ_BACK_BYTES, end);
            ByteBuffer chunk = ByteBuffer.allocate(length);
            channel.read(chunk, end - length);
            for (int i = length - 1; i >= 0; i--) {
                if (chunk.get(i) == '\n') {
                    return end - length + i + 1;
                }
            }
            end -= length;
        }
        return 0;
    }
}
