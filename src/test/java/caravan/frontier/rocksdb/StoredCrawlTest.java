package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.HostGate;
import caravan.frontier.Lease;
import caravan.frontier.Notes;
import caravan.frontier.Politeness;
import caravan.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looking into a crawl's folder, mending it and moving it. */
class StoredCrawlTest {
    private static final Politeness ONE_AT_ONCE = new Politeness(1, Duration.ZERO);
    private static final String A = "http://a.example";
    private static final String B = "http://b.example";
    private static final String C = "http://c.example";
    private static RocksFixture rocks;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();

    @BeforeAll
    static void open() {
        rocks = new RocksFixture(1 << 20);
    }

    @AfterAll
    static void close() {
        rocks.close();
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Frontier frontier(Path home) {
        return rocks.openCrawl(home, ONE_AT_ONCE, new HostGate(clock), clock, false);
    }

    private Frontier reloading() {
        return rocks.openCrawl(home(), ONE_AT_ONCE, new HostGate(clock), clock, true);
    }

    private static List<Request> numbered(String origin, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Request.seed(origin + "/" + i))
                .toList();
    }

    private static Request withPriority(String url, int priority) {
        return new Request(url, Ask.GET, "r", Map.of("n", 1L, "名", "书"), 1, priority, 0, 0, A + "/");
    }

    private static void giveUp(Frontier frontier, int count) {
        for (int i = 0; i < count; i++) {
            frontier.giveUp(frontier.lease().orElseThrow(), "timeout");
        }
    }

    /** Everything that goes, in order, with what was lent at the head as after a crash. */
    private List<String> drained(Path home) {
        List<String> urls = new ArrayList<>();
        try (Frontier frontier = frontier(home)) {
            while (!frontier.stats().drained()) {
                Optional<Lease> lease = frontier.lease();
                if (lease.isEmpty()) {
                    clock.advance(frontier.nextReady().orElseThrow());
                } else {
                    urls.add(lease.get().request().toString());
                    frontier.ack(lease.get());
                }
            }
        }
        return urls;
    }

    private static byte[] export(Path home) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (StoredCrawl crawl = StoredCrawl.look(home)) {
            crawl.export(out);
        }
        return out.toByteArray();
    }

    /** Something of everything; one request is lent and not given back. */
    private void fill(Path home) {
        try (Frontier frontier = frontier(home)) {
            frontier.offer(numbered(A, 150));
            frontier.offer(numbered(B, 3000));
            frontier.offer(List.of(withPriority(A + "/high", 7), withPriority(A + "/low", -7)));
            giveUp(frontier, 2);
            Lease retried = frontier.lease().orElseThrow();
            frontier.retry(retried, retried.request().retry(), Duration.ofMinutes(5));
            frontier.ack(frontier.lease().orElseThrow());
            frontier.hostDelay(A, Duration.ofSeconds(3));
            frontier.blockHost(C, Duration.ofDays(20_000));
            frontier.offer(numbered(C, 1));
            frontier.lease().orElseThrow();
        }
        try (StoredCrawl crawl = StoredCrawl.change(home)) {
            crawl.notes().put(Notes.Kind.CRAWL, "progress", "{}".getBytes(StandardCharsets.UTF_8));
            crawl.notes().put(Notes.Kind.ROBOTS, A, new byte[] {0, -1, 3});
            crawl.notes().put(Notes.Kind.PAGE, A + "/\nr", "é".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void importedCrawlGoesOnAsTheOriginalWould() throws IOException {
        fill(home());
        Files.writeString(home().resolve("crawl.json"), "{\"urls\":[\"http://a.example/\"]}");
        byte[] lines = export(home());
        Path other = folder.resolve("some/other");
        long count = StoredCrawl.importFrom(new ByteArrayInputStream(lines), "x", other);
        assertThat(count).isEqualTo(new String(lines, StandardCharsets.UTF_8).lines().count());
        assertThat(export(other)).isEqualTo(lines);
        assertThat(other.resolve("crawl.json")).content().contains("http://a.example/");
        try (StoredCrawl crawl = StoredCrawl.look(other)) {
            assertThat(crawl.notes().find(Notes.Kind.ROBOTS, A)).contains(new byte[] {0, -1, 3});
        }
        long now = clock.getAsLong();
        List<String> expected = drained(home());
        clock.advance(Duration.ofNanos(now - clock.getAsLong()));
        assertThat(drained(other)).hasSize(3150).isEqualTo(expected);
        try (Frontier frontier = frontier(other)) {
            assertThat(frontier.offer(numbered(B, 3000))).isZero();
            assertThat(frontier.stats().givenUp()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s/\\n[^\\n]*\\n$/\\n/                    | is missing: the export was cut short
                    s/.*//                                | line 1 of x is missing: there is nothing in it
                    s/"kind":"crawl"/"kind":"queued"/     | line 1 of x does not tell of a crawl
                    s/"version":1/"version":2/            | later version (format 2)
                    s/"format":1/"format":9/              | later version (format 9)
                    s/"secret":\\["[^"]*/"secret":["x/    | line 1 of x
                    s/"kind":"seen"/"kind":"scene"/       | of a kind that is not known: scene
                    s/"number":[0-9]*/"number":"one"/     | lacks 'number', a whole number
                    s/"url":"http:/"url":"ftp:/           | not an http or https URL: ftp:
                    s/"due":"[^"]*"/"due":"soon"/         | 'soon' could not be parsed
                    s/"kind":"waiting"/"kind":/           | is no JSON
                    """)
    void exportThatCannotBeGoneByLeavesNothing(String change, String message) throws IOException {
        fill(home());
        String[] parts = change.strip().split("/", -1);
        String lines = new String(export(home()), StandardCharsets.UTF_8)
                .replaceFirst("(?s)" + parts[1], parts[2].replace("\\n", "\n"));
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThatThrownBy(() -> StoredCrawl.importFrom(bytes(lines), "x", other))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining(message.strip());
        assertThat(other).isEmptyDirectory();
        Path fresh = folder.resolve("fresh");
        assertThatThrownBy(() -> StoredCrawl.importFrom(bytes(lines), "x", fresh)).isInstanceOf(CaravanException.class);
        assertThat(fresh).doesNotExist();
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void importTakesNoFolderThatIsInUse() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> StoredCrawl.importFrom(bytes(""), "x", folder))
                .hasMessageContaining(folder + " is not empty");
        assertThatThrownBy(() -> StoredCrawl.importFrom(bytes(""), "x", folder.resolve("mine.txt")))
                .hasMessageContaining("mine.txt is a file");
        assertThat(folder.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void showsWhatIsThereWhileAFrontierWrites() {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, 3));
            frontier.offer(numbered(B, 5));
            frontier.offer(List.of(withPriority(B + "/high", 1)));
            frontier.offer(numbered(C, 1));
            frontier.blockHost(C, Duration.ofDays(20_000));
            giveUp(frontier, 1);
            Lease lent = frontier.lease().orElseThrow();
            frontier.retry(lent, lent.request().retry(), Duration.ofDays(20_000));
            try (StoredCrawl crawl = StoredCrawl.look(home())) {
                assertThat(crawl.overview()).isEqualTo(new StoredCrawl.Overview(
                        "shop", "id-1", 1, 9, 10, 1, 3, crawl.overview().bytes()));
                assertThat(crawl.hosts(2)).extracting(StoredCrawl.Host::origin).containsExactly(B, A);
                assertThat(crawl.hosts(9).get(0)).isEqualTo(
                        new StoredCrawl.Host(B, 5, 1, Optional.empty(), Duration.ZERO, 0, ""));
                assertThat(crawl.hosts(9).get(2).restUntil()).isPresent();
                assertThat(crawl.queued(Optional.of(B), 6).get(5).request().url()).isEqualTo(B + "/high");
                assertThat(crawl.queued(Optional.empty(), 4))
                        .extracting(each -> each.request().url())
                        .containsExactly(A + "/1", B + "/0", A + "/2", B + "/1");
                assertThat(crawl.queued(Optional.empty(), 99)).hasSize(9);
                assertThat(crawl.givenUp(Optional.of(A), 9)).hasSize(1);
                assertThat(crawl.givenUp(Optional.of(B), 9)).isEmpty();
                assertThat(crawl.queuedFor(B)).isEqualTo(6);
            }
            assertThatThrownBy(() -> StoredCrawl.change(home()))
                    .hasMessageContaining(home() + "/store is in use by another process");
            assertThat(frontier.stats().queued()).isEqualTo(9);
        }
    }

    @Test
    void givenUpRequestsAreQueuedAgain() {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, 2500));
            giveUp(frontier, 2500);
            frontier.offer(numbered(B, 2));
            giveUp(frontier, 2);
        }
        try (StoredCrawl crawl = StoredCrawl.change(home())) {
            List<String> firsts = new ArrayList<>();
            assertThat(crawl.retryGivenUp(Optional.of(C), () -> firsts.add("c"))).isZero();
            assertThat(crawl.retryGivenUp(Optional.of(B), () -> firsts.add("b"))).isEqualTo(2);
            assertThat(crawl.overview().givenUp()).isEqualTo(2500);
            assertThat(crawl.retryGivenUp(Optional.empty(), () -> firsts.add("all"))).isEqualTo(2500);
            assertThat(crawl.retryGivenUp(Optional.empty(), () -> firsts.add("none"))).isZero();
            assertThat(firsts).containsExactly("b", "all");
            assertThat(crawl.overview().outstanding()).isEqualTo(2502);
        }
        assertThat(drained(home())).hasSize(2502).doesNotHaveDuplicates();
    }

    @Test
    void retryForgetsSetbacksButNotTheDelayThatAHostAskedFor() throws Exception {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, 1));
            giveUp(frontier, 1);
        }
        byte[] note = "{\"delay\":5,\"restUntil\":9000000000000000000,\"setbacks\":3,\"failures\":2,\"reason\":\"503\"}"
                .getBytes(StandardCharsets.UTF_8);
        try (RocksMemory memory = new RocksMemory(1 << 20);
                Database database = Database.open(home().resolve("store"), memory, false)) {
            database.change(batch -> batch.put(database.handle(Column.MAIN), Keys.host(A), note));
        }
        try (StoredCrawl crawl = StoredCrawl.change(home())) {
            assertThat(crawl.hosts(1).get(0).setbacks()).isEqualTo(3);
            assertThat(crawl.hosts(1).get(0).reason()).isEqualTo("503");
            assertThat(crawl.hosts(1).get(0).restUntil()).isPresent();
            crawl.retryGivenUp(Optional.empty(), () -> {});
            assertThat(crawl.hosts(1)).containsExactly(
                    new StoredCrawl.Host(A, 1, 0, Optional.empty(), Duration.ofNanos(5), 0, ""));
        }
    }

    @Test
    void droppedHostHasNothingQueuedAndIsKnown() {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, 1200));
            Lease lent = frontier.lease().orElseThrow();
            frontier.retry(lent, lent.request().retry(), Duration.ofDays(9));
            frontier.offer(numbered(B, 2));
        }
        try (StoredCrawl crawl = StoredCrawl.change(home())) {
            assertThat(crawl.dropHost(A)).isEqualTo(1200);
            assertThat(crawl.dropHost(A)).isZero();
            assertThat(crawl.dropHost(C)).isZero();
            assertThat(crawl.overview().outstanding()).isEqualTo(2);
        }
        try (Frontier frontier = frontier(home())) {
            assertThat(frontier.stats().queued()).isEqualTo(2);
            assertThat(frontier.offer(numbered(A, 1200))).isZero();
        }
    }

    @Test
    void whatReloadsTakesWhatWasDroppedAgainAndNothingTwice() {
        try (Frontier frontier = reloading()) {
            frontier.offer(numbered(A, 3));
            giveUp(frontier, 2);
            frontier.offer(numbered(A, 1)); // wanted once more by somebody else
        }
        try (StoredCrawl crawl = StoredCrawl.change(home())) {
            assertThat(crawl.retryGivenUp(Optional.empty(), () -> {})).isEqualTo(1);
            assertThat(crawl.dropHost(A)).isEqualTo(3);
        }
        try (Frontier frontier = reloading()) {
            assertThat(frontier.offer(numbered(A, 3))).isEqualTo(3);
        }
    }

    @Test
    void folderThatHoldsNoCrawlIsToldOf() throws IOException {
        assertThatThrownBy(() -> StoredCrawl.look(folder.resolve("none")))
                .hasMessageContaining("there is no folder " + folder.resolve("none"));
        assertThatThrownBy(() -> StoredCrawl.look(folder)).hasMessageContaining(folder + " holds no crawl");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> StoredCrawl.look(file)).hasMessageContaining(file + " is a file");
    }
}
