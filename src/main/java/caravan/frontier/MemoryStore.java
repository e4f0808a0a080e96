package caravan.frontier;

import caravan.crawl.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Keeps everything in memory, so that it is gone with the process. Not thread-safe: guarded by the frontier's lock. */
final class MemoryStore implements FrontierStore {
    /** What was given up before the last so many is counted only. */
    private static final int MAX_GIVEN_UP = 1000;

    private final boolean reload;
    private final Map<String, HostState> hosts = new HashMap<>();
    private final Deque<GivenUp> givenUp = new ArrayDeque<>();
    private Known known;
    private long givenUpCount;

    /** @param reload whether a request that is done is new when it is offered again */
    MemoryStore(boolean reload) {
        this.reload = reload;
        this.known = reload ? new UnderWay() : new Once();
    }

    @Override
    public Known known() {
        return known;
    }

    @Override
    public Lanes lanes(String origin) {
        return new RequestLanes();
    }

    @Override
    public HostState host(String origin) {
        return hosts.getOrDefault(origin, HostState.NEW);
    }

    @Override
    public void keep(String origin, HostState state) {
        if (state.isWorthKeeping()) {
            hosts.put(origin, state);
        } else {
            hosts.remove(origin); // when it rests, the gate knows
        }
    }

    @Override
    public void giveUp(GivenUp request) {
        givenUpCount++;
        if (givenUp.size() == MAX_GIVEN_UP) {
            givenUp.removeFirst();
        }
        givenUp.addLast(request);
    }

    @Override
    public List<Request> takeGivenUp(int limit) {
        List<Request> taken = new ArrayList<>();
        while (taken.size() < limit && !givenUp.isEmpty()) {
            taken.add(givenUp.pollFirst().request());
        }
        givenUpCount = givenUp.isEmpty() ? 0 : givenUpCount - taken.size();
        return taken;
    }

    @Override
    public List<GivenUp> givenUp(int limit) {
        List<GivenUp> newest = new ArrayList<>();
        for (Iterator<GivenUp> all = givenUp.descendingIterator(); all.hasNext() && newest.size() < limit; ) {
            newest.add(all.next());
        }
        return newest;
    }

    @Override
    public long givenUpCount() {
        return givenUpCount;
    }

    @Override
    public Collection<String> restored() {
        return List.of();
    }

    @Override
    public long restoredCount() {
        return 0;
    }

    @Override
    public boolean hasEarlierLife() {
        return false;
    }

    @Override
    public void drop(Collection<Held> lent) {
        known.dropped(lent.stream().map(held -> held.request().key()).toList());
    }

    @Override
    public void commit(long outstanding) {
        // nothing outlives the process
    }

    @Override
    public void settle() {
        // nothing to wait for
    }

    @Override
    public void stopWaiting() {
        // never does
    }

    @Override
    public void close() {
        known = reload ? new UnderWay() : new Once();
        hosts.clear();
        givenUp.clear();
    }
}
