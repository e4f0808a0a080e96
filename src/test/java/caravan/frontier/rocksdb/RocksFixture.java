package caravan.frontier.rocksdb;

import caravan.frontier.Frontier;
import caravan.frontier.HostFrontier;
import caravan.frontier.HostGate;
import caravan.frontier.NanoClock;
import caravan.frontier.Politeness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Frontiers on disk, for tests, with the clock and the memory of the test's choosing. */
public final class RocksFixture implements AutoCloseable {
    private static final long[] SECRET = {1, 2};

    private final RocksMemory memory = new RocksMemory(32 << 20);
    private final StoreTroubles troubles = new StoreTroubles();
    private final long windowBytes;
    private final SeenFilters filters;

    /** @param bytes heap for the heads of queues and for filters: 0 for one request a host, and no filters */
    public RocksFixture(long bytes) {
        this.windowBytes = bytes;
        this.filters = new SeenFilters(bytes);
    }

    /** Opens what is in the folder, or makes it. */
    public Frontier open(Path folder, Politeness politeness, HostGate gate, LongSupplier nanoClock, boolean reload) {
        boolean create = !Files.exists(folder.resolve("CURRENT"));
        return open(Database.open(folder, memory, create), SECRET, politeness, gate, nanoClock, reload);
    }

    /** The same with a manifest, as a crawl's folder has it. */
    public Frontier openCrawl(
            Path folder, Politeness politeness, HostGate gate, LongSupplier nanoClock, boolean reload) {
        CrawlFolder crawl = new CrawlFolder(folder);
        Manifest manifest = Manifest.in(folder).orElseGet(() -> crawl.begin("shop", "id-1"));
        Database database = Database.open(crawl.store(), memory, !crawl.hasStore());
        return open(database, manifest.secret(), politeness, gate, nanoClock, reload);
    }

    private Frontier open(
            Database database,
            long[] secret,
            Politeness politeness,
            HostGate gate,
            LongSupplier nanoClock,
            boolean reload) {
        RocksStore store = store(database, secret, nanoClock, reload);
        return new HostFrontier(politeness, gate, store.clock(), store);
    }

    /** A new store alone, for who wants to be its frontier. */
    RocksStore store(Path folder, LongSupplier nanoClock) {
        return store(Database.open(folder, memory, true), SECRET, nanoClock, false);
    }

    private RocksStore store(Database database, long[] secret, LongSupplier nanoClock, boolean reload) {
        return new RocksStore(
                database,
                new Keys(secret),
                new RocksStore.Shared(new RecentlySeen(64), filters, new Windows(windowBytes)),
                troubles.of("test"),
                new RocksStore.Manner(new NanoClock(nanoClock, () -> wall(nanoClock)), reload, false));
    }

    /** A wall clock that goes with the other. */
    private static Instant wall(LongSupplier nanoClock) {
        return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanoClock.getAsLong() - Long.MAX_VALUE);
    }

    /** What a process that is killed at this moment leaves: the files as they are. */
    public static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            Map<String, Long> files = sizes(from);
            while (!copied(from, to, files.keySet()) || !sizes(from).equals(files)) {
                files = sizes(from); // some changed meanwhile: the database tidies up by itself
            }
            for (String copied : sizes(to).keySet()) {
                if (!files.containsKey(copied)) {
                    Files.delete(to.resolve(copied));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of that kind with most in it, of equal ones the newest. */
    static Path largest(Path store, String glob) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store, glob)) {
            return StreamSupport.stream(files.spliterator(), false)
                    .max(Comparator.comparingLong((Path file) -> file.toFile().length()) // 0 when tidied up meanwhile
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean copied(Path from, Path to, Set<String> names) throws IOException {
        try {
            for (String name : names) {
                Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static Map<String, Long> sizes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().equals("LOCK"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file.toFile()
                            .length()));
        }
    }

    @Override
    public void close() {
        filters.close();
        memory.close();
    }
}
