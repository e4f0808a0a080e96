package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.crawl.Request;
import caravan.frontier.CrawlHome;
import caravan.frontier.HostFrontier;
import caravan.frontier.HostGate;
import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crawls whose folder was being made when the disk was full, or the process was killed. */
class RocksHomesFaultsTest {
    private static final RocksHomes.Settings SETTINGS = new RocksHomes.Settings(16 << 20, Duration.ofMillis(200));
    private static final Task TASK =
            TaskCodec.forChecks().readJson("{\"name\":\"shop\",\"seeds\":[\"http://h/\"]}", "shop.json");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void crawlForWhichThereWasNoRoomBeginsWhenThereIs(boolean oneOfMany) throws IOException {
        try (SmallDisk disk = SmallDisk.mount(4)) {
            Path place = disk.folder("place");
            int refused = 0;
            for (int spare = 0; spare < 60; spare++) {
                try (RocksHomes homes = homes(place, oneOfMany)) {
                    disk.fill(spare * 4096L);
                    if (!opens(homes)) {
                        refused++;
                        disk.makeRoom();
                        assertTakes(homes);
                    } else {
                        disk.makeRoom();
                    }
                    homes.remove(TASK.name());
                }
            }
            assertThat(refused).as("tries for which there was no room").isPositive();
        }
    }

    private static boolean opens(RocksHomes homes) {
        try {
            homes.open("1", TASK).close();
            return true;
        } catch (CaravanException e) {
            assertThat(e).hasMessageContaining("No space left on device");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"store/", "store/LOCK", "store/MANIFEST-000001", "store/CURRENT", "manifest.json.new"})
    void crawlThatWasBeingBegunIsBegunAgain(String left) throws IOException {
        Path crawl = folder.resolve("crawl");
        Path file = crawl.resolve(left);
        Files.createDirectories(left.endsWith("/") ? file : file.getParent());
        if (!left.endsWith("/")) {
            Files.writeString(file, "MANIFEST-000001\n");
        }
        try (RocksHomes homes = homes(crawl, false)) {
            assertTakes(homes);
        }
    }

    @Test
    void whatCouldNotBeWrittenBeforeTheEndIsNotTakenForSeenByTheSameProcess() {
        List<Request> link = List.of(Request.seed("http://h/late"));
        try (RocksHomes homes = homes(folder.resolve("crawl"), false)) {
            try (CrawlHome home = homes.open("1", TASK)) {
                ((HostFrontier) home.frontier()).stopWaiting();
                home.frontier().offer(link);
            }
            try (CrawlHome home = homes.open("1", TASK)) {
                assertThat(home.frontier().offer(link)).isEqualTo(1);
            }
        }
    }

    @Test
    void storeThatIsLostIsTold() throws IOException {
        Path crawl = folder.resolve("crawl");
        try (RocksHomes homes = homes(crawl, false)) {
            assertTakes(homes);
            Files.delete(crawl.resolve("store/CURRENT"));
            assertThatThrownBy(() -> homes.open("1", TASK))
                    .isInstanceOf(CaravanException.class)
                    .hasMessageContaining("is damaged and was left as it is");
        }
    }

    @Test
    void nothingIsKeptOfATaskThatIsGoneThoughItWasBeingBegun() throws IOException {
        try (RocksHomes homes = homes(folder, true)) {
            assertTakes(homes);
            Path whole = only(folder);
            Path begun = Files.createDirectories(folder.resolve("other-1/store"));
            Files.createFile(begun.resolve("LOCK"));
            Path foreign = Files.createDirectories(folder.resolve("foreign"));
            Files.createFile(foreign.resolve("notes.txt"));
            homes.keepOnly(Set.of(TASK.name()));
            assertThat(whole).exists();
            assertThat(begun.getParent()).doesNotExist();
            assertThat(foreign).exists();
        }
    }

    private static Path only(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }

    private static void assertTakes(RocksHomes homes) {
        CrawlHome home = homes.open("1", TASK);
        home.frontier().offer(List.of(Request.seed("http://h/")));
        home.close();
        home = homes.open("1", TASK);
        assertThat(home.frontier().stats().queued()).isEqualTo(1);
        home.close();
    }

    private static RocksHomes homes(Path place, boolean oneOfMany) {
        HostGate gate = new HostGate(System::nanoTime);
        return oneOfMany ? RocksHomes.below(place, gate, SETTINGS) : RocksHomes.at(place, gate, SETTINGS);
    }
}
