package caravan.frontier;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The hosts of a frontier that have something queued or lent, and how gently each is asked; the methods mean what those
 * of {@link Frontier} mean. Not thread-safe: guarded by the frontier's lock. Times are those of its {@link NanoClock}.
 */
final class Hosts {
    /** Shorter rests are over before a process that was killed is up again. */
    private static final Duration LEAST_KEPT_REST = Duration.ofSeconds(1);

    private final Map<String, HostQueue> byOrigin = new HashMap<>();
    private final Turns turns;
    private final HostGate gate;
    private final FrontierStore store;
    private Politeness politeness;
    /** What was asked just before an earlier process ended is not known, so every host's delay begins anew. */
    private final long opened;

    Hosts(Politeness politeness, HostGate gate, FrontierStore store, Turns turns, long now) {
        this.politeness = politeness;
        this.gate = gate;
        this.store = store;
        this.turns = turns;
        this.opened = now;
    }

    int size() {
        return byOrigin.size();
    }

    /** @return null when nothing of it is queued or lent */
    HostQueue find(String origin) {
        return byOrigin.get(origin);
    }

    HostQueue get(String origin, long now) {
        HostQueue known = byOrigin.get(origin);
        return known == null ? add(origin, now) : known;
    }

    private HostQueue add(String origin, long now) {
        HostState state = store.host(origin);
        HostQueue host = new HostQueue(origin, state, store.lanes(origin), politenessTo(state.delay()));
        if (store.hasEarlierLife()) {
            host.holdUntil(opened + NanoClock.nanos(host.politeness().delay()));
        }
        if (state.restUntil() > now) {
            host.gateClosedUntil(now + gate.block(origin, Duration.ofNanos(state.restUntil() - now)));
        }
        byOrigin.put(origin, host);
        return host;
    }

    void forgetIfDone(HostQueue host) {
        if (host.isDone()) {
            byOrigin.remove(host.origin());
        }
    }

    void block(String origin, Duration wait, long now) {
        if (wait.compareTo(LEAST_KEPT_REST) >= 0) {
            HostState state = stateOf(origin);
            HostState before =
                    state.isGivenUp(now) ? state : state.with(state.trouble().overcome());
            keep(origin, before.resting(now + NanoClock.nanos(wait)));
        }
        closeGate(origin, gate.block(origin, wait), now);
    }

    /** Whether it rests because of a setback. */
    boolean isLeftAlone(String origin, long now) {
        return stateOf(origin).isLeftAlone(now);
    }

    /** @return what is known of the host then */
    HostState setback(String origin, Setback setback, BackOff backOff, long now) {
        HostState before = stateOf(origin);
        HostState after = backOff.after(before, setback, now);
        if (!after.equals(before)) {
            keep(origin, after);
        }
        if (after.restUntil() > Math.max(now, before.restUntil())) {
            closeGate(origin, gate.block(origin, Duration.ofNanos(after.restUntil() - now)), now);
        }
        return after;
    }

    /** @return whether it had rested before without a good answer since, and now has given one */
    boolean answered(String origin, boolean well, long now) {
        HostState before = stateOf(origin);
        HostState after = BackOff.answered(before, well, now);
        if (!after.equals(before)) {
            keep(origin, after);
        }
        return before.trouble().fruitless() > after.trouble().fruitless();
    }

    /** Nothing counts against the host any more; a rest that it has begun goes on. */
    void pardon(HostQueue host) {
        HostState state = host.state();
        if (state.trouble().hasRested()) {
            keep(host.origin(), state.with(Trouble.NONE));
        }
    }

    void delay(String origin, Duration delay, long now) {
        Duration asked = delay.isNegative() ? Duration.ZERO : delay;
        HostState state = stateOf(origin);
        if (!state.delay().equals(asked)) {
            keep(origin, state.delayed(asked));
        }
        Politeness effective = politenessTo(asked);
        HostQueue host = byOrigin.get(origin);
        if (host != null) {
            host.politeness(effective);
        }
        closeGate(origin, gate.slow(origin, effective), now);
    }

    void politeness(Politeness next, long now) {
        politeness = next;
        for (HostQueue host : byOrigin.values()) {
            host.politeness(politenessTo(host.state().delay()));
            closeGate(host.origin(), gate.slow(host.origin(), host.politeness()), now);
        }
    }

    private void closeGate(String origin, long nanos, long now) {
        HostQueue host = byOrigin.get(origin);
        if (host != null) {
            host.gateClosedUntil(now + nanos);
            turns.place(host, now);
        }
    }

    private Politeness politenessTo(Duration asked) {
        return asked.compareTo(politeness.delay()) > 0 ? new Politeness(politeness.perHost(), asked) : politeness;
    }

    private HostState stateOf(String origin) {
        HostQueue host = byOrigin.get(origin);
        return host == null ? store.host(origin) : host.state();
    }

    private void keep(String origin, HostState state) {
        store.keep(origin, state);
        HostQueue host = byOrigin.get(origin);
        if (host != null) {
            host.state(state);
        }
    }

    /** Empties their queues; what is lent stays. */
    void drop(Collection<Held> lent) {
        store.drop(lent);
        byOrigin.values().forEach(host -> host.requests().clear());
        forgetQueued();
    }

    /** The same for a frontier that goes, whose store keeps what was queued. */
    void close() {
        byOrigin.values().forEach(host -> host.requests(new RequestLanes()));
        forgetQueued();
    }

    private void forgetQueued() {
        byOrigin.values().removeIf(HostQueue::isDone);
        turns.clear();
    }
}
