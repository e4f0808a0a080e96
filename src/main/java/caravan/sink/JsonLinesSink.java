package caravan.sink;

import caravan.CaravanException;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Appends batches of JSON lines to a file or to standard output. A batch that could not be written whole leaves the
 * file as it was before, so that trying again neither tears nor doubles a line. For one thread at a time; {@link
 * #problem} may be read by any.
 */
public final class JsonLinesSink implements Closeable {
    private static final int READ_BACK_BYTES = 8192;

    private final String name;
    private final FileChannel channel;
    private final boolean seekable;
    private final AtomicReference<String> problem = new AtomicReference<>("");

    private JsonLinesSink(String name, FileChannel channel, boolean seekable) {
        this.name = name;
        this.channel = channel;
        this.seekable = seekable;
    }

    /**
     * Opens what a person named as output.
     *
     * @param output  a file, or {@code -} for standard output
     * @param replace whether the file starts afresh
     * @throws CaravanException INVALID, saying why it cannot be written
     */
    public static JsonLinesSink open(String output, boolean replace) {
        if (output.equals("-")) {
            return standardOutput();
        }
        try {
            Path file = Path.of(output);
            return replace ? replacing(file) : appendingTo(file);
        } catch (IOException | InvalidPathException e) {
            throw CaravanException.invalid("cannot write " + output + ": " + reason(e));
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
    }

    /** Standard output: what is written is gone, so a failed batch may be there in part. */
    @SuppressWarnings("resource") // standard output is not ours to close
    private static JsonLinesSink standardOutput() {
        return new JsonLinesSink(
                "standard output", new FileOutputStream(java.io.FileDescriptor.out).getChannel(), false);
    }

    /**
     * Starts the file afresh.
     *
     * @throws IOException when it cannot be written
     */
    static JsonLinesSink replacing(Path file) throws IOException {
        return new JsonLinesSink(
                file.toString(),
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING),
                true);
    }

    /**
     * Goes on after what the file holds. A last line that a crash left unfinished is cut off.
     *
     * @throws IOException when it cannot be read and written
     */
    static JsonLinesSink appendingTo(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.truncate(endOfLastLine(channel));
        channel.position(channel.size());
        return new JsonLinesSink(file.toString(), channel, true);
    }

    /**
     * @param lines whole lines, each with its line feed
     * @throws IOException naming the file, which then is as it was before
     */
    public void write(String lines) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
        long before = seekable ? channel.position() : 0;
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            problem.set("");
        } catch (IOException e) {
            problem.set("cannot write " + name + ": " + e.getMessage());
            IOException told = new IOException(problem.get(), e);
            cutBackTo(before, told);
            throw told;
        }
    }

    private void cutBackTo(long before, IOException told) {
        try {
            if (seekable) {
                channel.truncate(before);
            }
        } catch (IOException e) {
            told.addSuppressed(e);
        }
    }

    /** @return why the last batch could not be written; empty when it could */
    public String problem() {
        return problem.get();
    }

    @Override
    public void close() throws IOException {
        if (seekable) {
            channel.close();
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
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
