package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                " 120 |PT2M",
                "86400|PT24H",
                "86401|PT24H",
                "99999999999999999999|PT24H",
                "Sun, 06 Nov 1994 08:50:37 GMT|PT1M",
                "Sun, 06 Nov 1994 08:00:00 GMT|PT0S",
                "Sat, 06 Nov 2094 08:49:37 GMT|PT24H",
                "Sun Nov  6 08:50:00 1994|PT23S",
                "Sun Nov 06 08:50:00 1994|PT23S",
            })
    void readsSecondsAndDates(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "+5", "٣", "Sun, 99 Nov 1994 08:49:37 GMT", "1 2"})
    void takesNothingFromJunk(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
