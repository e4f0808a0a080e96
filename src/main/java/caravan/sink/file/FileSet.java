package caravan.sink.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Files that batches are spread over: what one batch brings is in all of them or in none. The files used least lately
 * are closed where there are many. For one thread at a time.
 */
public final class FileSet implements Closeable {
    private static final int MAX_OPEN = 100;

    private final Function<Path, RotatingFile> opener;
    private final boolean sync;
    private final Map<Path, RotatingFile> files = new LinkedHashMap<>(16, 0.75f, true);

    /** What a batch brings for one file. */
    @FunctionalInterface
    public interface Part {
        /** Gets the file ready, which stays done whatever becomes of the batch. */
        Addition prepare(RotatingFile file) throws IOException;
    }

    /** @param bytes to append to {@code file} */
    public record Addition(BatchFile file, byte[] bytes) {}

    /** @param sync whether each batch waits until the disk has it */
    public FileSet(Function<Path, RotatingFile> opener, boolean sync) {
        this.opener = opener;
        this.sync = sync;
    }

    /**
     * @param parts of one batch, by file
     * @throws IOException naming the file, when none of them has anything of the batch
     */
    public void write(Map<Path, Part> parts) throws IOException {
        List<Addition> additions = new ArrayList<>();
        for (Map.Entry<Path, Part> part : parts.entrySet()) {
            additions.add(part.getValue().prepare(file(part.getKey())));
        }
        append(additions);
        closeOldest();
    }

    private void append(List<Addition> additions) throws WriteFailure {
        Map<BatchFile, Long> before = new LinkedHashMap<>();
        try {
            for (Addition each : additions) {
                before.put(each.file(), each.file().length());
                each.file().append(each.bytes());
            }
            if (sync) {
                for (BatchFile each : before.keySet()) {
                    each.force();
                }
            }
        } catch (WriteFailure e) {
            before.forEach((file, length) -> file.cutBackTo(length, e));
            throw e;
        }
    }

    /** Opens a file before there is anything for it, so that what is wrong with it shows at once. */
    public void open(Path path) throws IOException {
        file(path).current();
    }

    /** Puts aside what is full. */
    public void rotateDue() throws IOException {
        for (RotatingFile each : files.values()) {
            each.rotateIfDue();
        }
    }

    private RotatingFile file(Path path) {
        return files.computeIfAbsent(path, opener);
    }

    private void closeOldest() throws IOException {
        Iterator<RotatingFile> oldest = files.values().iterator();
        for (int surplus = files.size() - MAX_OPEN; surplus > 0; surplus--) {
            RotatingFile file = oldest.next();
            oldest.remove();
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (RotatingFile each : files.values()) {
            each.close();
        }
        files.clear();
    }
}
