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
final class RequestLanes implements Lanes {
    private static final Object NOWHERE = new Object();

    /** Ascending by priority, none of them empty. */
    private final List<Lane> lanes = new ArrayList<>(1);

    private final PriorityQueue<Later> later = new PriorityQueue<>(1, Later.SOONEST_FIRST);
    private long laterAdded;
    private int size;

    @Override
    public void addLast(Request request) {
        lane(request.priority()).addLast(request);
        size++;
    }

    @Override
    public void putBack(Held held) {
        Request request = held.request();
        lane(request.priority()).addFirst(request);
        size++;
    }

    @Override
    public void addLater(Request request, long due) {
        later.add(new Later(request, due, laterAdded++));
        size++;
    }

    @Override
    public Held poll(long now) {
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
        return new Held(request, NOWHERE);
    }

    @Override
    public void ended(Held held) {
        // nothing is left of it
    }

    @Override
    public long due() {
        return lanes.isEmpty() ? later.peek().due() : 0;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public List<Request> take(int limit) {
        List<Request> taken = new ArrayList<>();
        while (size > 0 && taken.size() < limit) {
            taken.add(poll(Long.MAX_VALUE).request());
        }
        return taken;
    }

    @Override
    public void clear() {
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
