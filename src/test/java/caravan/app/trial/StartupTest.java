package caravan.app.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.app.trial.Startup.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, each a shell that does little. */
@Timeout(60)
class StartupTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    private final Asked signal = new Asked();
    private final BlockingQueue<Child> started = new LinkedBlockingQueue<>();

    @AfterEach
    void killAll() throws InterruptedException {
        for (Child child : started) {
            child.awaitEnd(Duration.ZERO);
        }
    }

    @Test
    void waitsUntilEveryStepIsDone() throws InterruptedException {
        Child child = shell("exec cat");
        AtomicInteger asked = new AtomicInteger();
        Step slow = new Step(child, () -> asked.incrementAndGet() == 3);
        assertThat(new Startup(signal, LONG).await(List.of(new Step(child, () -> true), slow)))
                .isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void endsWhenTheProcessIsToldToStop() throws InterruptedException {
        signal.asked.countDown();
        Step never = new Step(shell("exec cat"), () -> false);
        assertThat(new Startup(signal, LONG).await(List.of(never))).isFalse();
    }

    @Test
    void tellsTheLastWordsOfAProcessThatEnded() {
        Child child = shell("for i in $(seq 50); do echo line $i; done; echo cannot go on >&2; exit 3");
        assertThatThrownBy(() -> new Startup(signal, LONG).await(List.of(new Step(child, () -> false))))
                .isInstanceOf(CaravanException.class)
                .hasMessageContainingAll("worker-1 ended", "line 50\ncannot go on")
                .hasMessageNotContaining("line 30");
    }

    @Test
    void doesNotWaitForEver() {
        Child child = shell("echo thinking; exec cat");
        await().until(() -> child.lastWords().contains("thinking"));
        assertThatThrownBy(() -> new Startup(signal, Duration.ofMillis(1)).await(List.of(new Step(child, () -> false))))
                .isInstanceOf(CaravanException.class)
                .hasMessageContainingAll("worker-1 was not ready", "thinking");
    }

    @Test
    void toldOfAnEndThatNobodyAskedFor() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Child child = shell("exit 7");
        child.onUnexpectedEnd(told::add);
        assertThat(told.poll(50, TimeUnit.SECONDS)).contains("worker-1 ended with exit code 7", "worker-1.log");
    }

    @Test
    void killsWhatDoesNotStopWhenAsked() throws InterruptedException {
        Child child = shell("trap '' TERM; echo deaf; read line");
        await().until(() -> child.lastWords().contains("deaf"));
        child.terminate();
        child.awaitEnd(Duration.ofMillis(300));
        assertThat(child.isAlive()).isFalse();
    }

    private Child shell(String script) {
        TrialPlan plan = new TrialPlan(folder, 1, 2, 3, List.of(), List.of());
        Child child = Child.start("worker-1", List.of("/bin/sh", "-c", script), plan);
        started.add(child);
        return child;
    }

    /** The signal to stop, given by the test. */
    private static final class Asked implements StopSignal {
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public boolean await(Duration time) throws InterruptedException {
            return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void stopped() {
            throw new UnsupportedOperationException("the start does not end the process");
        }
    }
}
