package caravan.sink.file;

import caravan.sink.RowBodies;
import caravan.sink.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Appends batches of rows to one file, or to one for each table. For one thread at a time. */
public final class RowFileWriter implements BatchWriter {
    private final Options options;
    private final TablePath path;
    private final FileSet files;

    /**
     * @param path   with {@code {table}} in it where each table has a file of its own
     * @param format how rows are written
     * @param sync   whether each batch waits until the disk has it
     */
    public record Options(String path, RowFormat format, Rotation rotation, boolean sync) {}

    private RowFileWriter(Options options, InstantSource clock) {
        this.options = options;
        this.path = new TablePath(options.path());
        this.files = new FileSet(
                file -> new RotatingFile(file, options.format().tail(), options.rotation(), clock), options.sync());
    }

    /**
     * Where it is known which file it will be, it is opened at once.
     *
     * @throws IOException when that cannot be written
     */
    public static RowFileWriter open(Options options, InstantSource clock) throws IOException {
        RowFileWriter writer = new RowFileWriter(options, clock);
        if (writer.path.isOneFile()) {
            writer.files.open(writer.path.file());
        }
        return writer;
    }

    @Override
    public void write(Object body) throws IOException {
        Map<Path, FileSet.Part> parts = new LinkedHashMap<>();
        if (path.isOneFile()) {
            parts.put(path.file(), file -> options.format().prepare(body, file));
        } else {
            path.divide(RowBodies.rowsIn(options.path(), body))
                    .forEach((file, rows) ->
                            parts.put(file, target -> options.format().prepare(new Rows(rows), target)));
        }
        files.write(parts);
    }

    @Override
    public boolean ticks() {
        return !options.rotation().every().isZero();
    }

    @Override
    public void tick() throws IOException {
        files.rotateDue();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
