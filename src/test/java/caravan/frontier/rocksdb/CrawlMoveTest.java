package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.frontier.Frontier;
import caravan.frontier.Lease;
import caravan.frontier.Notes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moving a crawl to another folder. */
class CrawlMoveTest extends StoredCrawlFixture {
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
        assertThat(count)
                .isEqualTo(new String(lines, StandardCharsets.UTF_8).lines().count());
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
    @CsvSource(delimiter = '|', textBlock = """
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
        assertThatThrownBy(() -> StoredCrawl.importFrom(bytes(lines), "x", fresh))
                .isInstanceOf(CaravanException.class);
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
}
