package caravan.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the memory of page bodies between fetch and parse. Parsing only ever gives back, so waiting here ends as long
 * as anything is parsed. Thread-safe.
 */
public final class BodyBudget {
    private final int totalKib;
    private final Semaphore kib;

    public BodyBudget(long totalBytes) {
        this.totalKib = (int) Math.max(1, Math.min(Integer.MAX_VALUE, totalBytes / 1024));
        this.kib = new Semaphore(totalKib, true);
    }

    /**
     * Waits until a body of that size fits; one larger than the whole budget goes when it is alone.
     *
     * @return gives the memory back; running it again does nothing
     */
    public Runnable take(long bytes) throws InterruptedException {
        int share = (int) Math.max(1, Math.min(totalKib, bytes / 1024));
        kib.acquire(share);
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                kib.release(share);
            }
        };
    }
}
