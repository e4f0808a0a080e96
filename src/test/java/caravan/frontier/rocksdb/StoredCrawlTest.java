package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.frontier.Frontier;
import caravan.frontier.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Looking into a crawl's folder, and mending it. */
class StoredCrawlTest extends StoredCrawlFixture {
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
                assertThat(crawl.overview())
                        .isEqualTo(new StoredCrawl.Overview(
                                "shop", "id-1", 1, 9, 10, 1, 3, crawl.overview().bytes()));
                assertThat(crawl.hosts(2)).extracting(StoredCrawl.Host::origin).containsExactly(B, A);
                assertThat(crawl.hosts(9).get(0))
                        .isEqualTo(new StoredCrawl.Host(B, 5, 1, Optional.empty(), Duration.ZERO, 0, ""));
                assertThat(crawl.hosts(9).get(2).restUntil()).isPresent();
                assertThat(crawl.queued(Optional.of(B), 6).get(5).request().url())
                        .isEqualTo(B + "/high");
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
            assertThat(crawl.retryGivenUp(Optional.of(C), () -> firsts.add("c")))
                    .isZero();
            assertThat(crawl.retryGivenUp(Optional.of(B), () -> firsts.add("b")))
                    .isEqualTo(2);
            assertThat(crawl.overview().givenUp()).isEqualTo(2500);
            assertThat(crawl.retryGivenUp(Optional.empty(), () -> firsts.add("all")))
                    .isEqualTo(2500);
            assertThat(crawl.retryGivenUp(Optional.empty(), () -> firsts.add("none")))
                    .isZero();
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
            assertThat(crawl.hosts(1))
                    .containsExactly(new StoredCrawl.Host(A, 1, 0, Optional.empty(), Duration.ofNanos(5), 0, ""));
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
