package caravan.app;

import caravan.frontier.CrawlHomes;
import caravan.frontier.HostGate;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.frontier.rocksdb.RocksHomes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the crawls of this process live, as the settings say. Thread-safe; closed after the last crawl. */
final class Homes implements AutoCloseable {
    private final CrawlHomes crawlHomes;
    private final Optional<RocksHomes> onDisk;

    private Homes(CrawlHomes crawlHomes, Optional<RocksHomes> onDisk) {
        this.crawlHomes = crawlHomes;
        this.onDisk = onDisk;
    }

    static Homes inMemory() {
        HostGate gate = new HostGate(System::nanoTime);
        return new Homes(
                CrawlHomes.inMemory(task -> new MemoryFrontier(
                        new Politeness(task.limits().perHost(), task.delay()), gate, System::nanoTime, task.reload())),
                Optional.empty());
    }

    /** Those of all crawls of a node, below {@code data} where the settings have them on disk. */
    static Homes below(Path data, Settings.Frontier settings) {
        if (settings.kind() == Settings.FrontierKind.MEMORY) {
            return inMemory();
        }
        return onDisk(RocksHomes.below(data.resolve("crawls"), gate(), stores(settings)));
    }

    /** That of one crawl, which is the folder itself. */
    static Homes at(Path folder, Settings.Frontier settings) {
        return onDisk(RocksHomes.at(folder, gate(), stores(settings)));
    }

    private static Homes onDisk(RocksHomes homes) {
        return new Homes(homes, Optional.of(homes));
    }

    private static HostGate gate() {
        return new HostGate(System::nanoTime);
    }

    private static RocksHomes.Settings stores(Settings.Frontier settings) {
        return new RocksHomes.Settings(settings.memory(), settings.sync());
    }

    CrawlHomes crawlHomes() {
        return crawlHomes;
    }

    /** Why crawls cannot write, by task. */
    Map<String, String> troubles() {
        return onDisk.map(homes -> homes.troubles().current()).orElse(Map.of());
    }

    /** Has no crawl wait for its disk any more, as the process ends. */
    void stopWaiting() {
        onDisk.ifPresent(RocksHomes::stopWaiting);
    }

    @Override
    public void close() {
        onDisk.ifPresent(RocksHomes::close);
    }
}
