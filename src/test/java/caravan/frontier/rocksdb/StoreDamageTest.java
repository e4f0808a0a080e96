package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.FileName;
import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.HostGate;
import caravan.frontier.Politeness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of crawls that a disk, a copy or a person has spoilt. */
class StoreDamageTest {
    private static final Politeness ONE_AT_ONCE = new Politeness(1, Duration.ZERO);
    private static final String HOST = "http://a.example/";
    private static RocksFixture rocks;

    @TempDir
    static Path whole;

    @TempDir
    Path folder;

    /** Sizes of the log after each of the requests that are in it alone. */
    private static final List<Long> LOG_SIZES = new ArrayList<>();

    @BeforeAll
    static void fill() {
        rocks = new RocksFixture(1 << 20);
        for (int life = 0; life < 3; life++) { // what a log held goes to a table when it is opened again
            try (Frontier frontier = open(whole)) {
                frontier.offer(requests(life * 1000, life * 1000 + 1000));
            }
        }
        try (Frontier frontier = open(whole)) {
            for (int i = 3000; i < 4000; i++) {
                assertThat(frontier.offer(requests(i, i + 1))).isEqualTo(1);
                LOG_SIZES.add(size(newest(whole, "*.log")));
            }
        }
    }

    @AfterAll
    static void close() {
        rocks.close();
    }

    private static Frontier open(Path home) {
        return rocks.openCrawl(home, ONE_AT_ONCE, new HostGate(System::nanoTime), System::nanoTime, false);
    }

    private static List<Request> requests(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Request.seed(HOST + i)).toList();
    }

    private static Path newest(Path home, String glob) {
        return RocksFixture.largest(home.resolve("store"), glob);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copy() throws IOException {
        Path home = folder.resolve("home");
        RocksFixture.copy(whole.resolve("store"), home.resolve("store"));
        Files.copy(whole.resolve("manifest.json"), home.resolve("manifest.json"));
        return home;
    }

    /** @param damage cut by so many bytes, keep so many, flip some at a percentage, or gone */
    private static void damage(Path file, String damage, int by) throws IOException {
        switch (damage) {
            case "cut" -> truncate(file, Files.size(file) - by);
            case "keep" -> truncate(file, by);
            case "flip" -> flip(file, Files.size(file) * by / 100);
            default -> Files.delete(file);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            ByteBuffer some = ByteBuffer.allocate(8);
            channel.read(some, at);
            for (int i = 0; i < some.capacity(); i++) {
                some.put(i, (byte) ~some.get(i));
            }
            channel.write(some.rewind(), at);
        }
    }

    /** Names and bytes of all that is ours; RocksDB's own log of events and its lock are not. */
    private static Map<String, String> bytes(Path home) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().matches("LOG.*|LOCK")) {
                    bytes.put(home.relativize(file).toString(), FileName.digest(Files.readAllBytes(file)));
                }
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "*.sst, cut, 1, damaged",
        "*.sst, keep, 100, damaged",
        "*.sst, keep, 0, damaged",
        "*.sst, gone, 0, damaged",
        "MANIFEST-*, keep, 0, damaged",
        "MANIFEST-*, keep, 40, damaged",
        "MANIFEST-*, flip, 50, damaged",
        "MANIFEST-*, gone, 0, damaged",
        "CURRENT, keep, 0, damaged",
        "CURRENT, keep, 5, damaged",
        "CURRENT, gone, 0, damaged",
        "*.log, flip, 10, damaged",
        "*.log, flip, 50, damaged",
        "*.log, flip, 90, damaged",
        "../manifest.json, keep, 0, cannot be read",
        "../manifest.json, cut, 9, cannot be read",
        "../manifest.json, gone, 0, no manifest.json",
    })
    void damageIsToldAndLeftAsItIs(String file, String how, int by, String message) throws IOException {
        Path home = copy();
        Path spoilt = file.startsWith("..") ? home.resolve("manifest.json") : newest(home, file);
        damage(spoilt, how, by);
        assertRefused(home, message);
    }

    /** RocksDB takes it for the end of a write that a crash cut short, though it was told before that it is on disk. */
    @ParameterizedTest
    @ValueSource(ints = {20, 100, 300})
    void listOfTablesThatIsCutShortIsFoundByACheck(int by) throws IOException {
        Path home = copy();
        damage(newest(home, "MANIFEST-*"), "cut", by);
        try (StoredCrawl crawl = StoredCrawl.look(home)) {
            assertThatThrownBy(crawl::check)
                    .isInstanceOf(CaravanException.class)
                    .hasMessageContaining(home + "/store is damaged: of 4000 requests queued it has 3000");
        }
    }

    @Test
    void checkOfAWholeStoreFindsNothing() throws IOException {
        try (StoredCrawl crawl = StoredCrawl.look(copy())) {
            crawl.check();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LOCK LOG", "LOCK LOG IDENTITY MANIFEST-000001"})
    void storeWhoseMakingWasCutShortIsMadeAgain(String files) throws IOException {
        Path home = folder.resolve("home");
        new CrawlFolder(home).makeWay();
        new CrawlFolder(home).begin("shop", "id-1");
        for (String file : files.isEmpty() ? new String[0] : files.split(" ")) {
            Files.createFile(home.resolve("store").resolve(file));
        }
        assertThatThrownBy(() -> StoredCrawl.look(home)).hasMessageContaining(home + " holds no crawl");
        try (Frontier frontier = open(home)) {
            assertThat(frontier.offer(requests(0, 9))).isEqualTo(9);
        }
    }

    private static void assertRefused(Path home, String message) throws IOException {
        Map<String, String> before = bytes(home);
        assertThatThrownBy(() -> StoredCrawl.look(home))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining(home.toString())
                .hasMessageContaining(message);
        assertThatThrownBy(() -> StoredCrawl.change(home))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining(home.toString())
                .hasMessageContaining(message);
        if (Files.exists(home.resolve("manifest.json"))) {
            assertThatThrownBy(() -> open(home))
                    .isInstanceOf(CaravanException.class)
                    .hasMessageContaining(home.toString())
                    .hasMessageContaining(message);
        }
        assertThat(bytes(home)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "null", "[]", "{}", "{\"format\":1,\"task\":\"t\",\"id\":\"i\",\"secret\":[1]}"})
    void manifestThatSaysNothingIsToldAndLeftAsItIs(String text) throws IOException {
        Path home = copy();
        Files.writeString(home.resolve("manifest.json"), text);
        assertRefused(home, "cannot be read and was left as it is");
    }

    @Test
    void folderOfALaterVersionIsToldAndLeftAsItIs() throws IOException {
        Path home = copy();
        String manifest = Files.readString(home.resolve("manifest.json"));
        Files.writeString(home.resolve("manifest.json"), manifest.replace("\"format\":1", "\"format\":2"));
        assertRefused(home, "was written by a later version (format 2, this one knows 1)");
    }

    @Test
    void storeInUseIsToldAndLeftAsItIs() throws IOException {
        Path home = copy();
        try (Frontier frontier = open(home)) {
            assertThatThrownBy(() -> open(home)).hasMessageContaining(home + "/store is in use by another process");
            assertThatThrownBy(() -> StoredCrawl.change(home))
                    .hasMessageContaining(home + "/store is in use by another process");
            assertThat(frontier.stats().queued()).isEqualTo(4000);
        }
    }

    /** Tables are not read when they are opened, so this shows when something is looked for in them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 25, 50, 75})
    void tableThatIsSpoiltInsideIsToldWhenItIsRead(int percent) throws IOException {
        Path home = copy();
        flip(newest(home, "*.sst"), size(newest(home, "*.sst")) * percent / 100);
        Map<String, String> before = bytes(home);
        assertThatThrownBy(() -> {
                    try (StoredCrawl crawl = StoredCrawl.look(home)) {
                        crawl.export(new ByteArrayOutputStream());
                    }
                })
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining(home + "/store is damaged");
        assertThatThrownBy(() -> {
                    try (StoredCrawl crawl = StoredCrawl.look(home)) {
                        crawl.check();
                    }
                })
                .hasMessageContaining(home + "/store is damaged");
        assertThat(bytes(home)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 7, 8, 50, 100, 500, 1000, 2000, 4095, 4096})
    void logThatIsCutShortLacksItsLastChangesAlone(int bytes) throws IOException {
        Path home = copy();
        Path log = newest(home, "*.log");
        long left = size(log) - bytes;
        truncate(log, left);
        int safe = 3000 + (int) LOG_SIZES.stream().filter(size -> size <= left).count();
        try (StoredCrawl crawl = StoredCrawl.look(home)) {
            assertThat(crawl.overview().outstanding()).isEqualTo(safe);
            assertThat(crawl.queued(Optional.empty(), 5000))
                    .extracting(each -> each.request().url())
                    .containsExactlyElementsOf(
                            requests(0, safe).stream().map(Request::url).toList());
        }
        try (Frontier frontier = open(home)) {
            assertThat(frontier.stats().queued()).isEqualTo(safe);
            assertThat(frontier.offer(requests(0, 4000))).isEqualTo(4000 - safe);
        }
    }
}
