package caravan.sink.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A file that is put aside under another name when it is full, for the next to begin in its place. Its folder is made
 * where there is none. For one thread at a time.
 */
public final class RotatingFile implements Closeable {
    private final Path path;
    private final Tail tail;
    private final Rotation rotation;
    private final InstantSource clock;
    private Optional<BatchFile> open = Optional.empty();
    private Instant written = Instant.EPOCH;

    public RotatingFile(Path path, Tail tail, Rotation rotation, InstantSource clock) {
        this.path = path;
        this.tail = tail;
        this.rotation = rotation;
        this.clock = clock;
    }

    /** @return the file to append to now; it may be another one the next time */
    public BatchFile current() throws IOException {
        if (open.isPresent() && !open.get().isInPlace()) {
            close(); // somebody moved or deleted it, as logrotate does
        }
        BatchFile file = open.isPresent() ? open.get() : reopen();
        if (rotation.isDue(file.length(), written, clock.instant())) {
            putAside();
            file = reopen();
        }
        written = clock.instant();
        return file;
    }

    private BatchFile reopen() throws IOException {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            written = Files.exists(path) ? Files.getLastModifiedTime(path).toInstant() : clock.instant();
        } catch (IOException e) {
            throw new WriteFailure(path.toString(), e);
        }
        BatchFile file = BatchFile.open(path, tail);
        open = Optional.of(file);
        return file;
    }

    /** Puts it aside whether it is full or not. @return the next, which is empty */
    public BatchFile rotate() throws IOException {
        putAside();
        return reopen();
    }

    /** Puts it aside if it is open and full. */
    void rotateIfDue() throws IOException {
        if (open.isPresent() && rotation.isDue(open.get().length(), written, clock.instant())) {
            putAside();
        }
    }

    private void putAside() throws IOException {
        try {
            if (open.isPresent() && open.get().isInPlace()) {
                Files.move(path, Rotation.nameFor(path, clock.instant()));
            }
        } catch (IOException e) {
            throw new WriteFailure(path.toString(), e);
        }
        close();
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            BatchFile file = open.get();
            open = Optional.empty();
            file.close();
        }
    }
}
