package caravan.app;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for work to end that nobody tells the end of. */
final class Quiet {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Quiet() {}

    /** @return false when it did not become quiet within {@code patience} */
    static boolean await(BooleanSupplier quiet, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!quiet.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        return true;
    }
}
