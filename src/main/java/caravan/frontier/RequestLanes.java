package caravan.frontier;

import caravan.crawl.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The queued requests of one host: a lane for each priority, and apart from them those that have to wait for their
 * time. Not thread-safe: guarded by the frontier's lock.
 *
 * <p>A lane is an array, so a queued request costs one reference and no node. A task has few priorities, most hosts
 * one, so finding a lane is a short walk from the highest.
 */
final class RequestLanes {
    /** Ascending by priority, none of them empty. */
    private final List<Lane> lanes = new ArrayList<>(1);

    private final PriorityQueue<Later> later = new PriorityQueue<>(1, Later.SOONEST_FIRST);
    private long laterAdded;
    private int size;

    void addLast(Request request) {
        lane(request.priority()).addLast(request);
        size++;
    }

    void addFirst(Request request) {
        lane(request.priority()).addFirst(request);
        size++;
    }

    /** Keeps the request aside until {@code due}; then it stands last in its lane. */
    void addLater(Request request, long due) {
        later.add(new Later(request, due, laterAdded++));
        size++;
    }

    /** @return the highest, then oldest request; there must be one, see {@link #due} */
    Request poll(long now) {
        while (!later.isEmpty() && later.peek().due() <= now) {
            Request request = later.poll().request();
            lane(request.priority()).addLast(request);
        }
        Lane highest = lanes.get(lanes.size() - 1);
        Request request = highest.requests().pollFirst();
        if (highest.requests().isEmpty()) {
            lanes.remove(lanes.size() - 1);
        }
        size--;
        return request;
    }

    /** @return when the first of them may go; only if not empty */
    long due() {
        return lanes.isEmpty() ? later.peek().due() : 0;
    }

    int size() {
        return size;
    }

    void clear() {
        lanes.clear();
        later.clear();
        size = 0;
    }

    private ArrayDeque<Request> lane(int priority) {
        int above = lanes.size();
        while (above > 0 && lanes.get(above - 1).priority() > priority) {
            above--;
        }
        if (above == 0 || lanes.get(above - 1).priority() < priority) {
            lanes.add(above++, new Lane(priority, new ArrayDeque<>(1)));
        }
        return lanes.get(above - 1).requests();
    }

    private record Lane(int priority, ArrayDeque<Request> requests) {}

    private record Later(Request request, long due, long order) {
        static final Comparator<Later> SOONEST_FIRST =
                Comparator.comparingLong(Later::due).thenComparingLong(Later::order);
    }
}
