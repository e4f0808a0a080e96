package caravan.frontier.rocksdb;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.frontier.GivenUp;
import caravan.frontier.Notes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The crawl in a folder, for people to look at, to mend and to move. It takes as much memory for a large store as for a
 * small one. For one thread.
 */
public final class StoredCrawl implements AutoCloseable {
    private static final long MEMORY_BYTES = 32L << 20;

    private final CrawlFolder folder;
    private final Manifest manifest;
    private final RocksMemory memory;
    private final Database database;

    /**
     * What there is of a crawl.
     *
     * @param format      of what is in the folder
     * @param outstanding requests that are queued or were lent
     * @param seen        requests that were new
     * @param hosts       with something outstanding
     * @param bytes       on disk
     */
    public record Overview(
            String task, String id, int format, long outstanding, long seen, long givenUp, long hosts, long bytes) {}

    /**
     * What is known of a host.
     *
     * @param queued     requests that may go when its turn comes, what was lent among them
     * @param waiting    requests that wait for a time of their own
     * @param restUntil  empty when nothing keeps it from being asked
     * @param crawlDelay that it asked for; zero where it did not
     * @param setbacks   how often it had to be left alone, as that is counted for the next time
     * @param reason     of the last setback; empty for none
     */
    public record Host(
            String origin,
            long queued,
            long waiting,
            Optional<Instant> restUntil,
            Duration crawlDelay,
            int setbacks,
            String reason) {}

    private StoredCrawl(CrawlFolder folder, Manifest manifest, boolean toLook) {
        this.folder = folder;
        this.manifest = manifest;
        this.memory = new RocksMemory(MEMORY_BYTES);
        try {
            this.database =
                    toLook ? Database.look(folder.store(), memory) : Database.open(folder.store(), memory, false);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * A moment's picture of it, while it runs too; nothing in the folder changes.
     *
     * @throws CaravanException INVALID when there is no crawl in the folder, INTERNAL when it cannot be read
     */
    public static StoredCrawl look(Path path) {
        return of(path, true);
    }

    /**
     * The same to be changed, which no other process may have open.
     *
     * @throws CaravanException likewise, and INTERNAL while it is in use
     */
    public static StoredCrawl change(Path path) {
        return of(path, false);
    }

    private static StoredCrawl of(Path path, boolean toLook) {
        if (!Files.isDirectory(path)) {
            throw CaravanException.invalid(
                    Files.exists(path)
                            ? path + " is a file: name the folder of a crawl"
                            : "there is no folder " + path + ": name that of a crawl");
        }
        CrawlFolder folder = new CrawlFolder(path);
        Optional<Manifest> manifest = Manifest.in(path);
        if (manifest.isEmpty() && folder.hasStore()) {
            throw folder.lacksManifest();
        }
        if (manifest.isEmpty() || !folder.hasStore()) {
            throw CaravanException.invalid("the folder " + path
                    + " holds no crawl: name that of crawl --resume, or one below crawls/ in the data of a node");
        }
        return new StoredCrawl(folder, manifest.get(), toLook);
    }

    /**
     * Makes the crawl of an {@link #export} in a folder that is empty or not there yet.
     *
     * @param where the lines come from, for messages
     * @return how many lines it had
     * @throws CaravanException INVALID when the folder is in use for something, or a line cannot be gone by; the folder
     *     is as it was then
     */
    public static long importFrom(InputStream lines, String where, Path path) {
        CrawlFolder folder = new CrawlFolder(path);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw CaravanException.invalid(path + " is a file: name a new folder");
        }
        if (!folder.isMissingOrEmpty()) {
            throw CaravanException.invalid("the folder " + path + " is not empty: name a new one");
        }
        try (RocksMemory memory = new RocksMemory(MEMORY_BYTES)) {
            return new CrawlImport(folder, where).from(lines, memory);
        }
    }

    public Overview overview() {
        Totals totals = totals();
        long[] hosts = {0};
        QueuedHosts.forEach(database, false, host -> hosts[0]++);
        return new Overview(
                manifest.task(),
                manifest.id(),
                manifest.format(),
                totals.outstanding(),
                totals.seen(),
                totals.givenUp(),
                hosts[0],
                bytes());
    }

    private Totals totals() {
        return Totals.in(database);
    }

    /**
     * Reads everything, which takes its time, and compares it with its checksums and its counts.
     *
     * @throws CaravanException INTERNAL when something is damaged or missing
     */
    public void check() {
        database.verify();
        Totals noted = totals();
        boolean reloads = database.get(Column.MAIN, Keys.RELOADS).isPresent();
        compare("queued", noted.outstanding(), count(Column.QUEUE, Keys.FIRST));
        compare("given up", noted.givenUp(), count(Column.MAIN, Keys.GIVEN_UP));
        compare("seen", noted.seen(), reloads ? noted.seen() : count(Column.SEEN, Keys.FIRST));
    }

    private long count(Column column, byte[] prefix) {
        long[] count = {0};
        database.scan(column, cursor -> {
            for (cursor.seek(prefix); cursor.isValid() && Keys.startsWith(cursor.key(), prefix); cursor.next()) {
                count[0]++;
            }
        });
        return count[0];
    }

    private void compare(String what, long noted, long there) {
        if (noted != there) {
            throw new CaravanException(
                    Kind.INTERNAL,
                    "the store in " + folder.store() + " is damaged: of " + noted + " requests " + what + " it has "
                            + there + "; put a copy in its place, or move it away to start afresh");
        }
    }

    private long bytes() {
        long[] bytes = {0};
        try {
            Files.walkFileTree(folder.path(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // the process that writes has deleted it
                }
            });
        } catch (IOException e) {
            throw new CaravanException(
                    Kind.INTERNAL, "cannot read the folder " + folder.path() + ": " + e.getMessage(), e);
        }
        return bytes[0];
    }

    /** What the crawl remembers beside its requests. */
    public Notes notes() {
        return new RocksNotes(database);
    }

    /** The hosts with most to do, those with nothing to do that had setbacks after them; at most so many. */
    public List<Host> hosts(int limit) {
        return new HostListing(database, keys()).most(limit);
    }

    /** What is queued, in the order in which it would go as things stand: hosts take turns. At most so many. */
    public List<QueuedRequest> queued(Optional<String> origin, int limit) {
        QueueListing listing = new QueueListing(database, limit);
        if (origin.isPresent()) {
            listing.add(origin.get(), keys().fingerprint(origin.get()));
        } else {
            QueuedHosts.forEach(database, false, host -> listing.add(host.origin(), host.fingerprint()));
        }
        return listing.first();
    }

    /** What was given up, the newest first; at most so many. */
    public List<GivenUp> givenUp(Optional<String> origin, int limit) {
        return GivenUpList.newest(
                database, given -> origin.isEmpty() || given.request().origin().equals(origin.get()), limit);
    }

    /** Writes all of it as lines of JSON that {@link #importFrom} reads. */
    public void export(OutputStream out) throws IOException {
        new CrawlExport(folder, manifest, totals(), database).to(out);
    }

    /** How many requests are queued for a host. */
    public long queuedFor(String origin) {
        return QueuedHosts.count(database, keys().fingerprint(origin));
    }

    /** Takes away what is queued for a host, as if it were done. @return how many requests that were */
    public long dropHost(String origin) {
        return new StoreChanges(database, keys(), totals()).dropHost(origin);
    }

    /**
     * Queues what was given up, to be tried like new, and forgets the setbacks of the hosts that it is queued for.
     *
     * @param origin of the requests in question; empty for all
     * @param first  run before the first of them is queued
     * @return how many requests that were
     */
    public long retryGivenUp(Optional<String> origin, Runnable first) {
        return new StoreChanges(database, keys(), totals()).retryGivenUp(origin, first);
    }

    private Keys keys() {
        return new Keys(manifest.secret());
    }

    @Override
    public void close() {
        database.close();
        memory.close();
    }
}
