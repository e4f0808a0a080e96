package caravan.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signal to stop a long-running node (SIGTERM, SIGINT). The JVM would end with the signal's number as its exit
 * code; a node that stopped in good order ends with 0.
 */
final class ShutdownSignal {
    /** Everything that is waited for while stopping has its own, shorter bound. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndExit, "caravan-shutdown");

    ShutdownSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** Ends the waiting without a signal. */
    void give() {
        asked.countDown();
    }

    /** Everything has been stopped. */
    void stopped() {
        stopped.countDown();
    }

    private void stopAndExit() {
        if (stopped.getCount() == 0) {
            return; // nobody asked: the process ends by itself, with the exit code that it has chosen
        }
        asked.countDown();
        try {
            boolean inGoodOrder = stopped.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(inGoodOrder ? ExitCode.DONE : ExitCode.FAILED);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
    }
}
