package caravan.pipeline;

import caravan.frontier.HostGate;
import caravan.frontier.rocksdb.RocksHomes;
import caravan.task.Task;
import caravan.testkit.VersionedSite;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of run after run share: a site with versions, and crawls on disk of it. */
abstract class RecrawlRuns {
    static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    final VersionedSite site = new VersionedSite();
    final HostGate gate = new HostGate(System::nanoTime);
    RocksHomes homes;
    RecrawlFixture runs;

    @BeforeEach
    final void begin() {
        homes = RocksHomes.below(folder, gate, new RocksHomes.Settings(16 << 20, Duration.ofMinutes(1)));
        runs = new RecrawlFixture(homes);
    }

    @AfterEach
    final void close() {
        runs.close();
        homes.close();
        site.close();
    }

    final Task task(String more) {
        return RecrawlFixture.task("seeds: ['" + site.url("/") + "']\n" + more);
    }

    final Task daily(String more) {
        return task("schedule: every 1d\n" + more);
    }
}
