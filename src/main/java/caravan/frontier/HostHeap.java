package caravan.frontier;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts ordered by the time they are due: a binary heap in which each host knows its index, so that one can be moved or
 * taken out in logarithmic time (java.util.PriorityQueue scans for it). Not thread-safe: guarded by the frontier's
 * lock.
 */
final class HostHeap {
    static final int OUTSIDE = -1;

    private final List<HostQueue> heap = new ArrayList<>();

    boolean isEmpty() {
        return heap.isEmpty();
    }

    /** @return when the first host is due; only if not empty */
    long firstDue() {
        return heap.get(0).heapDue;
    }

    /** Adds the host, or moves it to its new time. */
    void put(HostQueue host, long due) {
        host.heapDue = due;
        if (host.heapIndex == OUTSIDE) {
            heap.add(host);
            host.heapIndex = heap.size() - 1;
        }
        settle(host);
    }

    HostQueue poll() {
        HostQueue first = heap.get(0);
        remove(first);
        return first;
    }

    /** Takes the host out, if it is in. */
    void remove(HostQueue host) {
        if (host.heapIndex == OUTSIDE) {
            return;
        }
        HostQueue last = heap.remove(heap.size() - 1);
        if (last != host) {
            set(host.heapIndex, last);
            settle(last);
        }
        host.heapIndex = OUTSIDE;
    }

    void clear() {
        heap.forEach(host -> host.heapIndex = OUTSIDE);
        heap.clear();
    }

    private void settle(HostQueue host) {
        int index = host.heapIndex;
        while (index > 0 && host.heapDue < heap.get((index - 1) / 2).heapDue) {
            set(index, heap.get((index - 1) / 2));
            index = (index - 1) / 2;
        }
        for (int child = lesserChild(index); child < heap.size(); child = lesserChild(index)) {
            if (heap.get(child).heapDue >= host.heapDue) {
                break;
            }
            set(index, heap.get(child));
            index = child;
        }
        set(index, host);
    }

    private int lesserChild(int index) {
        int left = 2 * index + 1;
        boolean rightIsLess = left + 1 < heap.size() && heap.get(left + 1).heapDue < heap.get(left).heapDue;
        return rightIsLess ? left + 1 : left;
    }

    private void set(int index, HostQueue host) {
        heap.set(index, host);
        host.heapIndex = index;
    }
}
