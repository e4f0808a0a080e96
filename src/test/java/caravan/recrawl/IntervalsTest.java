package caravan.recrawl;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.task.Durations;
import caravan.task.Recrawl;
import caravan.task.Recrawl.Unchanged;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // min | max | before | schedule | changed | next
                "1h    | 8d  | 0      | 1d       | true    | 1d   ", // the first look
                "1h    | 8d  | 0      | 10m      | true    | 1h   ",
                "1h    | 8d  | 0      | 30d      | true    | 8d   ",
                "1h    | 8d  | 0      | 0        | true    | 1h   ", // reload without a schedule
                "1h    | 8d  | 1d     | 1d       | true    | 12h  ",
                "1h    | 8d  | 1d     | 1d       | false   | 36h  ",
                "1h    | 8d  | 90m    | 1d       | true    | 1h   ",
                "1h    | 8d  | 6d     | 1d       | false   | 8d   ",
                "1h    | 8d  | 30d    | 1d       | true    | 8d   ", // bounds that were narrowed
                "1h    | 8d  | 1m     | 1d       | false   | 1h   ",
                "1d    | 1d  | 1d     | 1d       | false   | 1d   ",
            })
    void followsHowOftenAPageChanges(
            String min, String max, String before, String schedule, boolean changed, String next) {
        Recrawl bounds = new Recrawl(Durations.parse(min), Durations.parse(max), Unchanged.SKIP);
        assertThat(Intervals.next(bounds, Durations.parse(before), Durations.parse(schedule), changed))
                .isEqualTo(Durations.parse(next));
    }

    @Test
    void looksAtEveryPageInEveryRunWithoutBounds() {
        assertThat(Intervals.next(Recrawl.DEFAULT, Durations.parse("1d"), Durations.parse("1d"), false))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "10h, 2026-03-02T10:00:00Z, true",
        "10h, 2026-03-02T09:00:00Z, true", // within a tenth
        "10h, 2026-03-02T08:59:59Z, false",
        "10h, 2026-03-03T00:00:00Z, true",
        "24h, 2026-03-02T08:00:00Z, true",
        "0, 2026-03-02T09:59:59Z, false",
    })
    void takesAlongWhatIsNearlyDue(String interval, Instant now, boolean due) {
        assertThat(Intervals.isDue(Instant.parse("2026-03-02T10:00:00Z"), Durations.parse(interval), now))
                .isEqualTo(due);
    }
}
