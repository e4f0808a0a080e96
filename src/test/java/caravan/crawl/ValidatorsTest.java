package caravan.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorsTest {
    private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

    /** With a single quote for a double one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'abc'                  | 'abc'",
                "W/'abc'                | W/'abc'",
                "unquoted               | unquoted",
                "'with blanks in it'    | 'with blanks in it'",
                "'é'                    | ``",
                "'                      | ``",
                "``                     | ``",
            })
    void keepsTheEntityTagAsItCameIfItCanBeSentBack(String sent, String kept) {
        assertThat(of(Map.of("etag", sent.replace('\'', '"'))).etag()).isEqualTo(kept.replace('\'', '"'));
    }

    @Test
    void keepsNoTagThatIsVeryLong() {
        assertThat(of(Map.of("etag", "x".repeat(512))).etag()).hasSize(512);
        assertThat(of(Map.of("etag", "x".repeat(513))).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 01 Jan 2026 00:00:01 GMT | true",
                "Thu, 01 Jan 2026 00:00:00 GMT | false",
                "Wed, 31 Dec 2025 23:59:59 GMT | false",
                "long ago                      | true",
            })
    void trustsADateOnceItsSecondIsOver(String sentAt, boolean kept) {
        assertThat(of(Map.of("last-modified", DATE, "date", sentAt)).lastModified())
                .isEqualTo(kept ? DATE : "");
    }

    @Test
    void takesOverWhatALaterAnswerSays() {
        Validators known = new Validators("\"1\"", DATE);
        assertThat(known.updated(Validators.NONE)).isEqualTo(known);
        assertThat(known.updated(new Validators("\"2\"", ""))).isEqualTo(new Validators("\"2\"", DATE));
    }

    private static Validators of(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return Validators.of(
                new Page("http://h.example/", 200, lists, new byte[0], true, 0, Instant.EPOCH, Duration.ZERO));
    }
}
