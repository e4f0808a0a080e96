package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeenFilterTest {
    private static final int ENOUGH_KIB = 1 << 20;

    private final Semaphore room = new Semaphore(ENOUGH_KIB);
    private final SeenFilter filter = new SeenFilter(room, 0);

    /** Numbers that have nothing to do with each other, as fingerprints have not. */
    private static LongStream fingerprints(int from, int number) {
        return LongStream.range(from, from + number)
                .map(i -> Hashing.murmur3_128().hashLong(i).asLong());
    }

    private long excludedOf(int from, int number) {
        return fingerprints(from, number).filter(filter::excludes).count();
    }

    @Test
    void excludesNothingBeforeAllThatIsKnownWasAdded() {
        assertThat(filter.excludes(1)).isFalse();
        filter.completed();
        assertThat(filter.excludes(1)).isTrue();
    }

    @Test
    void neverExcludesWhatWasAddedAndHardlyHoldsAnythingElse() {
        filter.completed();

        fingerprints(0, 300_000).forEach(filter::add);

        assertThat(excludedOf(0, 300_000)).isZero();
        assertThat(excludedOf(1_000_000, 100_000)).isBetween(97_000L, 100_000L);
    }

    @Test
    void takesRoomAsItGrowsAndLeavesItAtItsEnd() {
        int atFirst = room.availablePermits();

        fingerprints(0, 300_000).forEach(filter::add);

        assertThat(atFirst).isBetween(ENOUGH_KIB - 12, ENOUGH_KIB - 1);
        assertThat(ENOUGH_KIB - room.availablePermits()).isBetween(300_000 * 11 / 8 / 1024, 1000);
        filter.close();
        filter.close();
        assertThat(room.availablePermits()).isEqualTo(ENOUGH_KIB);
    }

    @Test
    void withoutRoomForMoreItExcludesLessThenNothing() {
        room.drainPermits();
        filter.completed();

        fingerprints(0, 16_384).forEach(filter::add); // twice what it was made for

        assertThat(excludedOf(0, 16_384)).isZero();
        assertThat(excludedOf(1_000_000, 10_000)).isBetween(7_000L, 9_500L);
        fingerprints(16_384, 50_000).forEach(filter::add);
        assertThat(filter.isGone()).isTrue();
        assertThat(excludedOf(1_000_000, 10_000)).isZero();
        assertThat(room.availablePermits()).isEqualTo(12); // of what it had
    }

    @Test
    void withoutAnyRoomExcludesNothing() {
        try (SeenFilter none = new SeenFilter(new Semaphore(0), 0)) {
            none.completed();
            none.add(1);

            assertThat(none.excludes(2)).isFalse();
        }
    }
}
