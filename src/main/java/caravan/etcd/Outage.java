package caravan.etcd;

import java.time.Duration;

/**
 * Spares callers the wait for an etcd that is known not to answer: once a call has waited in vain while no other was
 * answered either, one call at a time tries, and the others fail at once. Else each would hold its thread until its own
 * deadline, and requests would queue up for threads. Thread-safe.
 */
final class Outage {
    /** From one try to the next, so that a request that makes several calls waits for one of them only. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private boolean over = true;
    private boolean trying;
    private long failedAt;
    private long answeredAt = Long.MIN_VALUE / 2;

    /** How a call may be made. */
    enum Admission {
        FREE,
        /** To find out whether etcd is back: whoever makes it has waited before, and is not to wait as long again. */
        TRY,
        REFUSED
    }

    /** Whether a call may be made now, by the monotonic clock; unless it is refused, tell what comes of it. */
    synchronized Admission admit(long now) {
        if (over) {
            return Admission.FREE;
        }
        if (trying || now - failedAt < PAUSE.toNanos()) {
            return Admission.REFUSED;
        }
        trying = true;
        return Admission.TRY;
    }

    /**
     * Tells how an admitted call went.
     *
     * @param silent whether nothing came of it for as long as a call may take; a refusal is no silence
     */
    synchronized void ended(Admission admission, long sent, long now, boolean silent) {
        trying = trying && admission != Admission.TRY;
        if (silent) {
            failedAt = now;
            over = over && answeredAt - sent > 0;
        } else {
            over = true;
            answeredAt = now;
        }
    }
}
