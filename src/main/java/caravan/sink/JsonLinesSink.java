package caravan.sink;

import caravan.CaravanException;
import caravan.sink.file.BatchFile;
import caravan.sink.file.Tail;
import caravan.sink.file.WriteFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Appends batches of JSON lines to a file or to standard output. A batch that could not be written whole leaves the
 * file as it was before, so that trying again neither tears nor doubles a line. For one thread at a time.
 */
public final class JsonLinesSink implements Closeable {
    private final BatchFile file;

    private JsonLinesSink(BatchFile file) {
        this.file = file;
    }

    /**
     * Opens what a person named as output.
     *
     * @param output  a file, or {@code -} for standard output, of which a failed batch may be there in part
     * @param replace whether the file starts afresh
     * @throws CaravanException INVALID, saying why it cannot be written
     */
    public static JsonLinesSink open(String output, boolean replace) {
        if (output.equals("-")) {
            return new JsonLinesSink(BatchFile.standardOutput());
        }
        try {
            Path file = pathOf(output);
            return replace ? replacing(file) : appendingTo(file);
        } catch (IOException e) {
            throw CaravanException.invalid(e.getMessage());
        }
    }

    private static Path pathOf(String output) throws WriteFailure {
        try {
            return Path.of(output);
        } catch (InvalidPathException e) {
            throw new WriteFailure(output, e);
        }
    }

    /**
     * Starts the file afresh.
     *
     * @throws IOException when it cannot be written
     */
    static JsonLinesSink replacing(Path file) throws IOException {
        return new JsonLinesSink(BatchFile.open(file, Tail.NOTHING));
    }

    /**
     * Goes on after what the file holds. A last line that a crash left unfinished is cut off.
     *
     * @throws IOException when it cannot be read and written
     */
    static JsonLinesSink appendingTo(Path file) throws IOException {
        return new JsonLinesSink(BatchFile.open(file, Tail.LINES));
    }

    /**
     * @param lines whole lines, each with its line feed
     * @throws IOException naming the file, which then is as it was before
     */
    public void write(String lines) throws IOException {
        file.append(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
