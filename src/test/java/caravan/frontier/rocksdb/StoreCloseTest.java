package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.frontier.Frontier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreCloseTest extends StoredCrawlFixture {
    private static final int MANY = 20_000;

    private long logBytes() throws IOException {
        try (Stream<Path> files = Files.list(new CrawlFolder(home()).store())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void longLogIsNotLeftForWhoeverOpensItNext() throws IOException {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, MANY));
            assertThat(logBytes()).isGreaterThan(1 << 20);
        }
        assertThat(logBytes()).isLessThan(1 << 10);
        try (Frontier frontier = frontier(home())) {
            assertThat(frontier.stats().queued()).isEqualTo(MANY);
        }
    }

    @Test
    void shortLogIsLeftAsItIsReadSoonerThanATableIsMade() throws IOException {
        try (Frontier frontier = frontier(home())) {
            frontier.offer(numbered(A, 20));
        }
        assertThat(logBytes()).isGreaterThan(1 << 10);
    }
}
