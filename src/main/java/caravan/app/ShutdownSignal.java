package caravan.app;

import java.util.concurrent.CountDownLatch;

/**
 * The signal to stop a long-running node (SIGTERM, SIGINT). The JVM would end with the signal's number as its exit
 * code; a node that stopped in good order ends with 0.
 */
final class ShutdownSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndExit, "caravan-shutdown");

    ShutdownSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** Everything has been stopped. */
    void stopped() {
        stopped.countDown();
    }

    private void stopAndExit() {
        boolean inGoodOrder = asked.getCount() > 0;
        asked.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            inGoodOrder = false;
        }
        if (inGoodOrder) {
            Runtime.getRuntime().halt(ExitCode.DONE);
        }
    }
}
