package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fetch.BodyReader.Budget;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Base64;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BodyReaderTest {
    private static final int MAX = 1 << 20;
    private static final int LARGE = BodyReader.SMALL + 1;
    /** Zero bytes as node's {@code zlib.brotliCompressSync} packs them. */
    private static final String ZEROS_300_000 = "W9+ThH8CIB4LBDIXCQA=";

    private static final String ZEROS_4_MIB = "m///P/gnAOKxQCD3/gc=";

    private static Budget budget(boolean patient, Duration left) {
        return new Budget(MAX, false, System.nanoTime() + left.toNanos(), patient);
    }

    private static byte[] read(BodyReader reader, int bytes, Budget budget) throws IOException {
        return reader.read(new Buffer().write(new byte[bytes]), ContentCoding.IDENTITY, budget);
    }

    @Test
    void smallBodiesNeedNoSlot() throws IOException {
        BodyReader full = new BodyReader(0);
        assertThat(read(full, BodyReader.SMALL, budget(true, Duration.ZERO))).hasSize(BodyReader.SMALL);
    }

    @Test
    void largeBodyWaitsForASlotUntilTheDeadline() {
        BodyReader full = new BodyReader(0);
        assertThatThrownBy(() -> read(full, LARGE, budget(true, Duration.ofMillis(50))))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void largeBodyIsGivenUpAtOnceWhereTheNetworkDoesNotHoldBack() {
        BodyReader full = new BodyReader(0);
        assertThatThrownBy(() -> read(full, LARGE, budget(false, Duration.ofHours(1))))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void slotIsGivenBackWhateverHappened() throws IOException {
        BodyReader one = new BodyReader(1);
        Budget budget = budget(false, Duration.ofHours(1));
        assertThat(read(one, LARGE, budget)).hasSize(LARGE);
        assertThatThrownBy(() -> read(one, MAX + 1, budget)).isInstanceOf(BodyTooLargeException.class);
        assertThat(read(one, LARGE, budget)).hasSize(LARGE);
    }

    @Test
    void cutsWhereTheRestDoesNotMatter() throws IOException {
        Budget cut = new Budget(1000, true, System.nanoTime(), false);
        assertThat(read(new BodyReader(0), 100_000, cut)).hasSize(1000);
        assertThat(read(new BodyReader(0), 1000, cut)).hasSize(1000);
    }

    @Test
    void brotliIsLimitedOnDecodedBytesAndNeedsNoSlotWhileItsInputIsSmall() throws IOException {
        BodyReader full = new BodyReader(0);
        Budget budget = budget(true, Duration.ofSeconds(5));
        assertThat(full.read(base64(ZEROS_300_000), ContentCoding.BROTLI, budget))
                .hasSize(300_000);
        assertThatThrownBy(() -> full.read(base64(ZEROS_4_MIB), ContentCoding.BROTLI, budget))
                .isInstanceOf(BodyTooLargeException.class);
    }

    private static Buffer base64(String text) {
        return new Buffer().write(Base64.getDecoder().decode(text));
    }
}
