package caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BodyBudgetTest {
    private static final int MIB = 1 << 20;

    @Test
    void makesABodyWaitUntilAnotherHasBeenParsed() throws InterruptedException {
        BodyBudget budget = new BodyBudget(2 * MIB);
        Runnable first = budget.take(MIB + 1024);
        CompletableFuture<Runnable> second = takeElsewhere(budget, MIB);
        assertThat(second).isNotDone();
        first.run();
        await().until(second::isDone);
    }

    @Test
    void letsABodyLargerThanItAllPassAlone() throws InterruptedException {
        BodyBudget budget = new BodyBudget(MIB);
        Runnable huge = budget.take(100L * MIB);
        CompletableFuture<Runnable> next = takeElsewhere(budget, 10);
        assertThat(next).isNotDone();
        huge.run();
        await().until(next::isDone);
    }

    @Test
    void countsWhatIsGivenBackTwiceOnce() throws InterruptedException {
        BodyBudget budget = new BodyBudget(2 * MIB);
        budget.take(MIB);
        Runnable second = budget.take(MIB);
        second.run();
        second.run();
        budget.take(MIB);
        assertThat(takeElsewhere(budget, MIB)).isNotDone();
    }

    private static CompletableFuture<Runnable> takeElsewhere(BodyBudget budget, long bytes) {
        CompletableFuture<Runnable> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                taken.complete(budget.take(bytes));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        // Only a thread that waits shows that the budget holds it.
        await().until(() -> taken.isDone() || thread.getState() == Thread.State.WAITING);
        return taken;
    }
}
