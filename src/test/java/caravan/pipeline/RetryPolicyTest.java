package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration MAX = Duration.ofSeconds(10);

    private final RetryPolicy policy = new RetryPolicy(4, FIRST, MAX, () -> 0);

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 4", "2, 8", "3, 10"})
    void doublesTheWaitUpToItsMaximum(int attempt, int seconds) {
        assertThat(policy.waitAfter(attempt)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 1000})
    void givesUpAfterTheLastTry(int attempt) {
        assertThat(policy.waitAfter(attempt)).isEmpty();
    }

    @Test
    void taskMayAskForAnotherNumberOfRetries() {
        assertThat(policy.withRetries(0).waitAfter(0)).isEmpty();
        assertThat(policy.withRetries(1).waitAfter(0)).isPresent();
        assertThat(policy.withRetries(1).waitAfter(1)).isEmpty();
        assertThat(policy.withRetries(-1)).isEqualTo(policy);
    }

    @Test
    void addsATenthOfJitterAtMost() {
        RetryPolicy jittery = new RetryPolicy(4, FIRST, MAX, () -> 1);
        assertThat(jittery.waitAfter(0)).contains(Duration.ofMillis(2200));
    }

    @ParameterizedTest
    @CsvSource({"200,false", "404,false", "410,false", "501,false", "408,true", "429,true", "500,true", "503,true"})
    void triesAgainOnlyWhatMayPass(int status, boolean expected) {
        assertThat(RetryPolicy.isTransient(status)).isEqualTo(expected);
    }
}
