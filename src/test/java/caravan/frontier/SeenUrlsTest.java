package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenUrlsTest {
    private final SeenUrls seen = new SeenUrls();

    @Test
    void takesEachUrlOnce() {
        assertThat(seen.add("http://a.example/")).isTrue();
        assertThat(seen.add("http://a.example/")).isFalse();
        assertThat(seen.add("http://a.example/1")).isTrue();
        assertThat(seen.size()).isEqualTo(2);
    }

    @Test
    void emptyOneTakesLittleMemory() {
        assertThat(seen.bytes()).isLessThan(8_192);
        assertThat(seen.size()).isZero();
    }

    @Test
    void millionUrlsTakeAtMostSixteenBytesEachWhateverTheirNumber() {
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(seen.add(url(i))).isTrue();
            if (i > 4_000 && i % 1_000 == 0) {
                assertThat(seen.bytes()).isLessThanOrEqualTo(16 * seen.size());
            }
        }
        assertThat(seen.size()).isEqualTo(1_000_000);
        assertThat(seen.bytes()).isLessThanOrEqualTo(16_000_000);
        for (int i = 0; i < 1_000_000; i += 7) {
            assertThat(seen.add(url(i))).isFalse();
        }
        assertThat(seen.size()).isEqualTo(1_000_000);
    }

    private static String url(int i) {
        return "https://host" + i % 5_000 + ".example/section/page-" + i + ".html?session=none";
    }
}
