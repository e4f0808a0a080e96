package caravan.frontier;

/**
 * What the gate knows of one origin. Times are those of the gate's {@link NanoClock}. Not thread-safe: guarded by the
 * lock of the gate's stripe.
 */
final class GatePlace {
    /** How soon to ask again when only the end of another crawl's request can free the origin. */
    static final long BUSY_HINT_NANOS = 50_000_000;

    private int inFlight;
    private int unstarted;
    /** One of the unstarted grants keeps a delay, so nothing may start just before it. */
    private boolean unstartedKeepsDelay;

    private boolean everAsked;
    private long lastAsked;
    private long nextAllowed;

    /** @return 0 when granted, else how many nanoseconds to wait before asking again */
    long tryAcquire(Politeness politeness, long now) {
        boolean keepsDelay = !politeness.delay().isZero();
        long wait = remaining(now);
        if (inFlight >= politeness.perHost() || (unstarted > 0 && (keepsDelay || unstartedKeepsDelay))) {
            return Math.max(wait, BUSY_HINT_NANOS);
        }
        if (wait == 0) {
            inFlight++;
            unstarted++;
            unstartedKeepsDelay |= keepsDelay;
        }
        return wait;
    }

    /** Counts the delay anew from the moment a grant goes on the wire, for it may have stood in a queue till then. */
    void started(Politeness politeness, long now) {
        leaveQueue();
        asked(politeness, now);
    }

    void release(Politeness politeness, boolean wasOnWire, long now) {
        inFlight--;
        if (!wasOnWire) {
            leaveQueue();
        } else if (politeness.perHost() == 1) {
            // from the end: only then does the server see the whole gap, whatever the connection took to set up
            asked(politeness, now);
        }
    }

    void block(long until) {
        nextAllowed = Math.max(nextAllowed, until);
    }

    /** Has the delay since the last request be at least this one's. */
    void slow(Politeness politeness) {
        if (everAsked) {
            block(lastAsked + NanoClock.nanos(politeness.delay()));
        }
    }

    /** @return nanoseconds until the delay is over, whatever is in flight */
    long remaining(long now) {
        return Math.max(0, nextAllowed - now);
    }

    boolean idle(long now) {
        return inFlight == 0 && nextAllowed <= now;
    }

    private void leaveQueue() {
        unstarted--;
        unstartedKeepsDelay &= unstarted > 0;
    }

    private void asked(Politeness politeness, long now) {
        everAsked = true;
        lastAsked = now;
        slow(politeness);
    }
}
