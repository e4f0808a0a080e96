package caravan.frontier;

/**
 * One host inside a frontier: its queued requests, how many of them are lent, and when it may be asked again. Not
 * thread-safe: guarded by the frontier's lock.
 */
final class HostQueue {
    /** Where it stands in the {@link HostHeap}: the heap alone writes these two. */
    int heapIndex = HostHeap.OUTSIDE;

    long heapDue;

    private final String origin;
    private Lanes requests;
    private HostState state;
    private Politeness politeness;
    private int lent;
    private int inFlight;
    private int unstarted;
    private long gateClosedUntil;
    private long heldUntil;

    HostQueue(String origin, HostState state, Lanes requests, Politeness politeness) {
        this.origin = origin;
        this.state = state;
        this.requests = requests;
        this.politeness = politeness;
    }

    String origin() {
        return origin;
    }

    Politeness politeness() {
        return politeness;
    }

    void politeness(Politeness now) {
        politeness = now;
    }

    Lanes requests() {
        return requests;
    }

    /** Goes on with another queue; what is lent stays. */
    void requests(Lanes others) {
        requests = others;
    }

    HostState state() {
        return state;
    }

    void state(HostState now) {
        state = now;
    }

    /** @return null when the store was stopped in the middle of it; nothing is lent then */
    Held lend(long now) {
        Held held = requests.poll(now);
        if (held != null) {
            lent++;
            inFlight++;
            unstarted++;
        }
        return held;
    }

    void started() {
        unstarted--;
    }

    /** The gate has its grant back. */
    void released(boolean wasOnWire) {
        inFlight--;
        if (!wasOnWire) {
            unstarted--;
        }
    }

    void ended() {
        lent--;
    }

    /** What the gate said last; it may be sooner than what it said before. */
    void gateClosedUntil(long time) {
        gateClosedUntil = time;
    }

    void holdUntil(long time) {
        heldUntil = Math.max(heldUntil, time);
    }

    /** Has requests, and need not wait for a lease to end: the gate would refuse until then. */
    boolean mayGo() {
        return !requests.isEmpty()
                && inFlight < politeness.perHost()
                && (unstarted == 0 || politeness.delay().isZero());
    }

    /** @return when it may be asked as far as is known; only if {@link #mayGo} */
    long due() {
        return Math.max(requests.due(), Math.max(gateClosedUntil, heldUntil));
    }

    /** Neither queued nor lent requests: the frontier forgets it. */
    boolean isDone() {
        return requests.isEmpty() && lent == 0;
    }
}
