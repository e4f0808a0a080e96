package caravan.sink.warc;

import caravan.sink.PageCopy;
import caravan.sink.RowBodies;
import caravan.sink.file.BatchFile;
import caravan.sink.file.BatchWriter;
import caravan.sink.file.Tail;
import caravan.sink.file.WriteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files of pages in one folder. The one that is being written ends in {@code .open}; it gets its final name when it is
 * full or closed. For one thread at a time.
 */
final class WarcFolder implements BatchWriter {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final Options options;
    private final WarcRecords records;
    private final InstantSource clock;
    private Optional<OpenFile> open = Optional.empty();

    /**
     * @param rotateSize bytes from which on a file is full; 0 = never
     * @param sync       whether each batch waits until the disk has it
     * @param host       for the names of files
     */
    record Options(Path folder, long rotateSize, boolean sync, String host) {}

    private record OpenFile(BatchFile file, Path path, Path finalPath) {}

    private WarcFolder(Options options, WarcRecords records, InstantSource clock) {
        this.options = options;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Finishes what an earlier process has left open.
     *
     * @throws IOException when the folder cannot be made or read
     */
    static WarcFolder open(Options options, WarcRecords records, InstantSource clock) throws IOException {
        try {
            Files.createDirectories(options.folder());
            new Leftovers(options.folder()).finish();
            return new WarcFolder(options, records, clock);
        } catch (IOException e) {
            throw e instanceof WriteFailure
                    ? e
                    : new WriteFailure(options.folder().toString(), e);
        }
    }

    @Override
    public void write(Object body) throws IOException {
        List<PageCopy> pages = pagesIn(body);
        if (pages.isEmpty()) {
            return;
        }
        BatchFile file = current();
        long before = file.length();
        try {
            for (PageCopy each : pages) {
                file.append(records.of(each));
            }
            if (options.sync()) {
                file.force();
            }
        } catch (IOException | RuntimeException e) {
            file.cutBackTo(before, e);
            throw e;
        }
    }

    private static List<PageCopy> pagesIn(Object body) {
        if (body instanceof PageCopy page) {
            return List.of(page);
        }
        if (body instanceof List<?> list && list.stream().allMatch(PageCopy.class::isInstance)) {
            return list.stream().map(PageCopy.class::cast).toList();
        }
        throw new IllegalArgumentException("warc: takes pages (caravan.sink.PageCopy), not " + RowBodies.nameOf(body));
    }

    private BatchFile current() throws IOException {
        if (open.isPresent()) {
            OpenFile now = open.get();
            boolean full = options.rotateSize() > 0 && now.file().length() >= options.rotateSize();
            if (!full && now.file().isInPlace()) {
                return now.file();
            }
            close();
        }
        return begin();
    }

    private BatchFile begin() throws IOException {
        Instant now = clock.instant();
        Path finalPath = freeName(now);
        Path path = Leftovers.openName(finalPath);
        try {
            Files.createDirectories(options.folder());
        } catch (IOException e) {
            throw new WriteFailure(path.toString(), e);
        }
        BatchFile file = BatchFile.open(path, Tail.NOTHING);
        try {
            file.append(records.warcinfo(finalPath.getFileName().toString(), now));
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
        open = Optional.of(new OpenFile(file, path, finalPath));
        return file;
    }

    private Path freeName(Instant now) {
        for (int number = 1; ; number++) {
            String host = options.host().replaceAll("[^A-Za-z0-9._-]", "_");
            Path path = options.folder()
                    .resolve(String.format(Locale.ROOT, "caravan-%s-%05d-%s.warc.gz", STAMP.format(now), number, host));
            if (Files.notExists(path) && Files.notExists(Leftovers.openName(path))) {
                return path;
            }
        }
    }

    /** Gives the open file its final name. */
    @Override
    public void close() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        OpenFile closing = open.get();
        open = Optional.empty();
        try {
            if (closing.file().isInPlace()) {
                Files.move(closing.path(), closing.finalPath());
            }
        } catch (IOException e) {
            throw new WriteFailure(closing.path().toString(), e);
        } finally {
            closing.file().close();
        }
    }
}
