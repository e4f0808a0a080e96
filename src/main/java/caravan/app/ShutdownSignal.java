package caravan.app;

import caravan.app.trial.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signal to stop a long-running node (SIGTERM, SIGINT). The JVM would end with the signal's number as its exit
 * code; a node that stopped in good order ends with 0.
 */
final class ShutdownSignal implements StopSignal {
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

    @Override
    public boolean await(Duration time) throws InterruptedException {
        return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the waiting without a signal. */
    void give() {
        asked.countDown();
    }

    @Override
    public void stopped() {
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
