package caravan.frontier;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whose turn it is: hosts that may be asked now stand in line, hosts that may be asked later in a heap by time, and
 * hosts that wait for a lease to end in neither, so that finding the next one never scans. Not thread-safe: guarded by
 * the frontier's lock.
 */
final class Turns {
    static final long NEVER = Long.MAX_VALUE;

    private final Set<HostQueue> ready = new LinkedHashSet<>();
    private final HostHeap waiting = new HostHeap();

    /** Puts the host where it belongs after anything about it changed; one that stands in line keeps its turn. */
    void place(HostQueue host, long now) {
        long due = host.mayGo() ? host.due() : NEVER;
        if (due <= now) {
            waiting.remove(host);
            ready.add(host);
        } else {
            ready.remove(host);
            putAside(host, due);
        }
    }

    /** @return the host whose turn it is, out of the line now, or null when no host may be asked */
    HostQueue poll(long now) {
        while (!waiting.isEmpty() && waiting.firstDue() <= now) {
            ready.add(waiting.poll());
        }
        Iterator<HostQueue> line = ready.iterator();
        if (!line.hasNext()) {
            return null;
        }
        HostQueue first = line.next();
        line.remove();
        return first;
    }

    /** @return when {@link #poll} may give a host: {@code now}, later, or {@link #NEVER} */
    long next(long now) {
        if (!ready.isEmpty()) {
            return now;
        }
        return waiting.isEmpty() ? NEVER : Math.max(now, waiting.firstDue());
    }

    void clear() {
        ready.clear();
        waiting.clear();
    }

    private void putAside(HostQueue host, long due) {
        if (due == NEVER) {
            waiting.remove(host);
        } else {
            waiting.put(host, due);
        }
    }
}
