package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.testkit.TestSite.Hit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneWorkerAtATimeTest {
    private static final OneWorkerAtATime MOVED = new OneWorkerAtATime(List.of("w1", "w2"));

    /** One request of each worker, a nanosecond apart. */
    private static List<Hit> log(String... workers) {
        return IntStream.range(0, workers.length)
                .mapToObj(i -> new Hit("/" + i, i, workers[i] + "/1 (test)", "GET"))
                .toList();
    }

    @Test
    void letsWorkersAskOneAfterTheOther() {
        assertThat(MOVED.strays(log("w1", "w1", "w2", "w2"))).isEmpty();
        assertThat(MOVED.strays(log("w2"))).isEmpty();
        assertThat(new OneWorkerAtATime(List.of("w1", "w2", "w1")).strays(log("w1", "w2", "w1")))
                .isEmpty();
    }

    @Test
    void flagsWhoGoesOnAfterTheNextHasBegun() {
        assertThat(MOVED.strays(log("w1", "w2", "w1", "w2", "w1")))
                .extracting(Hit::path)
                .containsExactly("/2", "/4");
        assertThatThrownBy(() -> MOVED.assertHolds(log("w1", "w2", "w1"))).isInstanceOf(AssertionError.class);
    }

    @Test
    void flagsWhoNeverHadTheTask() {
        assertThat(MOVED.strays(log("w1", "w3"))).hasSize(1);
    }

    @Test
    void excusesOnlyAsManyAsWereOnTheWireAndOnlyForAWhile() {
        List<Hit> one = log("w1", "w2", "w1");
        assertThatCode(() -> MOVED.assertHoldsButFor(1, 3, one)).doesNotThrowAnyException();
        assertThatThrownBy(() -> MOVED.assertHoldsButFor(1, 2, one)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> MOVED.assertHoldsButFor(0, 3, one)).isInstanceOf(AssertionError.class);
    }
}
