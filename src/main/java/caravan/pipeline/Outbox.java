package caravan.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how many visits may be on their way to one sink, from their lease until what they bring is stored. While the
 * sink is down its crawls fill the outbox and then lease no more; those that go to other sinks are not held up, as no
 * queue on the way can be full. Thread-safe.
 */
public final class Outbox {
    private final String sink;
    private final int places;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private int taken;

    /**
     * @param sink   its name
     * @param places visits at most
     */
    Outbox(String sink, int places) {
        this.sink = sink;
        this.places = places;
    }

    public String sink() {
        return sink;
    }

    synchronized boolean tryTake() {
        if (taken >= places) {
            return false;
        }
        taken++;
        return true;
    }

    synchronized boolean hasRoom() {
        return taken < places;
    }

    /** Takes back a {@link #tryTake} that came to nothing. Wakes nobody: whoever was refused would be so again. */
    synchronized void undo() {
        taken--;
    }

    void giveBack() {
        boolean wasFull;
        synchronized (this) {
            wasFull = taken == places;
            taken--;
        }
        if (wasFull) {
            waiting.forEach(Runnable::run);
        }
    }

    /** Has {@code wakeUp} called whenever there is room again, until it is forgotten. */
    void onRoom(Runnable wakeUp) {
        waiting.add(wakeUp);
    }

    void forget(Runnable wakeUp) {
        waiting.remove(wakeUp);
    }

    /** Visits on their way to the sink. */
    public synchronized int taken() {
        return taken;
    }
}
