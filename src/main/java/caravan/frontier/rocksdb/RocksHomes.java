package caravan.frontier.rocksdb;

import caravan.CaravanException;
import caravan.FileName;
import caravan.frontier.CrawlHome;
import caravan.frontier.CrawlHomes;
import caravan.frontier.HostFrontier;
import caravan.frontier.HostGate;
import caravan.frontier.NanoClock;
import caravan.frontier.Politeness;
import caravan.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Homes of crawls on disk, each in a folder of its own. Homes are for one thread at a time; what they give may be used
 * by any.
 */
public final class RocksHomes implements CrawlHomes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksHomes.class);

    private final Function<String, Path> places;
    private final Optional<Path> parent;
    private final HostGate gate;
    private final Duration syncEvery;
    private final RocksMemory memory;
    private final RocksStore.Shared shared;
    private final Syncer syncer;
    private final StoreTroubles troubles = new StoreTroubles();
    private final Set<HostFrontier> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /**
     * How stores are kept.
     *
     * @param memory    bytes for all of them, in and outside the heap
     * @param syncEvery how soon at the latest the disk has what was written; zero: before a call returns
     */
    public record Settings(long memory, Duration syncEvery) {}

    private RocksHomes(Function<String, Path> places, Optional<Path> parent, HostGate gate, Settings settings) {
        this.places = places;
        this.parent = parent;
        this.gate = gate;
        this.syncEvery = settings.syncEvery();
        this.memory = new RocksMemory(settings.memory() / 2);
        this.shared = new RocksStore.Shared(
                new RecentlySeen(settings.memory() / 16),
                new SeenFilters(settings.memory() / 16),
                new Windows(settings.memory() * 3 / 8));
        this.syncer = new Syncer(syncEvery);
    }

    /** Homes of any number of crawls, below {@code folder}. */
    public static RocksHomes below(Path folder, HostGate gate, Settings settings) {
        CrawlFolder.finishRemovals(folder);
        return new RocksHomes(name -> folder.resolve(FileName.of(name)), Optional.of(folder), gate, settings);
    }

    /** The home of one crawl: {@code folder} itself. */
    public static RocksHomes at(Path folder, HostGate gate, Settings settings) {
        return new RocksHomes(name -> folder, Optional.empty(), gate, settings);
    }

    /** Which crawls cannot write at the moment. */
    public StoreTroubles troubles() {
        return troubles;
    }

    @Override
    public CrawlHome open(String id, Task task) {
        CrawlFolder folder = new CrawlFolder(places.apply(task.name()));
        Optional<Manifest> found = begun(folder);
        if (found.isEmpty() && parent.isEmpty() && folder.holdsOtherThings()) {
            throw CaravanException.invalid(
                    "the folder " + folder.path() + " holds something that is no crawl: name another one");
        }
        if (parent.isPresent()
                && found.filter(manifest -> !manifest.id().equals(id)).isPresent()) {
            folder.remove();
            found = Optional.empty();
        }
        if (found.isEmpty()) {
            folder.makeWay();
        }
        Database database = Database.open(folder.store(), memory, found.isEmpty());
        try {
            // Last, so that where there is a manifest there is a whole store.
            return home(database, found.orElseGet(() -> folder.begin(task.name(), id)), task);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Optional<Manifest> begun(CrawlFolder folder) {
        return Manifest.in(folder.path()).filter(manifest -> folder.hasStore());
    }

    private CrawlHome home(Database database, Manifest manifest, Task task) {
        RocksStore store = new RocksStore(
                database,
                new Keys(manifest.secret()),
                shared,
                troubles.of(task.name()),
                new RocksStore.Manner(
                        new NanoClock(System::nanoTime, InstantSource.system()), task.reload(), syncEvery.isZero()));
        Politeness politeness = new Politeness(task.limits().perHost(), task.delay());
        HostFrontier frontier = frontier(politeness, store);
        syncer.add(database);
        open.add(frontier);
        if (ending) {
            frontier.stopWaiting();
        }
        return new CrawlHome(frontier, new RocksNotes(database), () -> {
            open.remove(frontier);
            syncer.remove(database);
        });
    }

    private HostFrontier frontier(Politeness politeness, RocksStore store) {
        try {
            return new HostFrontier(politeness, gate, store.clock(), store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public CrawlHome next(String id, Task task) {
        CrawlFolder folder = new CrawlFolder(places.apply(task.name()));
        begun(folder).ifPresent(manifest -> {
            try (Database database = Database.open(folder.store(), memory, false)) {
                NextRun.prepare(database);
            }
            shared.recent().clear(); // what the last run has seen is new to this one
        });
        return open(id, task);
    }

    @Override
    public void remove(String taskName) {
        new CrawlFolder(places.apply(taskName)).remove();
    }

    @Override
    public void keepOnly(Set<String> taskNames) {
        Set<Path> kept = taskNames.stream().map(places).collect(Collectors.toSet());
        parent.map(CrawlFolder::in).stream()
                .flatMap(List::stream)
                .filter(folder -> !kept.contains(folder.path()) && !folder.holdsOtherThings())
                .forEach(folder -> {
                    LOG.info("removing what is kept of a task that is gone folder={}", folder.path());
                    folder.remove();
                });
    }

    /**
     * Has no crawl wait for its disk any more, as the process ends: what cannot be written is done again by a later
     * one. Thread-safe.
     */
    public void stopWaiting() {
        ending = true;
        open.forEach(HostFrontier::stopWaiting);
    }

    /** After the last home. */
    @Override
    public void close() {
        syncer.close();
        shared.filters().close();
        memory.close();
    }
}
