package caravan.frontier;

import caravan.crawl.Request;
import caravan.frontier.Loan.Stage;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a {@link MemoryFrontier} and its transitions; the methods mean what those of {@link Frontier} mean. Not
 * thread-safe: guarded by the frontier's lock. Times are those of the frontier's {@link NanoClock}.
 *
 * <p>The rule that holds after each of them: {@link Turns} knows every host that may go, at its time, and
 * {@code hosts} holds exactly the hosts with something queued or lent.
 */
final class FrontierCore {
    private final HostGate gate;
    private Politeness politeness;

    private final Map<String, HostQueue> hosts = new HashMap<>();
    /** What hosts asked for, whether or not the task keeps more; outlives their queues, which come and go. */
    private final Map<String, Duration> hostDelays = new HashMap<>();
    /** By identity, for another frontier's lease may have the same id. */
    private final Map<Lease, Loan> loans = new IdentityHashMap<>();

    private final Turns turns = new Turns();
    private final Known known;
    private int queued;
    private long leasesGiven;
    private boolean closed;

    FrontierCore(Politeness politeness, HostGate gate, Known known) {
        this.politeness = politeness;
        this.gate = gate;
        this.known = known;
    }

    int offer(Collection<Request> requests, long now) {
        if (closed) {
            return 0;
        }
        int added = 0;
        for (Request request : requests) {
            if (known.add(request.key())) {
                HostQueue host = hosts.computeIfAbsent(request.origin(), this::newHost);
                host.requests().addLast(request);
                queued++;
                added++;
                turns.place(host, now);
            }
        }
        return added;
    }

    Optional<Lease> lease(long now) {
        for (HostQueue host = turns.poll(now); host != null; host = turns.poll(now)) {
            long wait = gate.tryAcquire(host.origin(), host.politeness());
            if (wait == 0) {
                return Optional.of(lend(host, now));
            }
            host.gateClosedUntil(now + wait);
            turns.place(host, now);
        }
        return Optional.empty();
    }

    /** @return when {@link #lease} may give something: {@code now}, later, or {@link Turns#NEVER} */
    long next(long now) {
        return turns.next(now);
    }

    void started(Lease lease, long now) {
        Loan loan = loans.get(lease);
        if (loan != null) {
            enterWire(loan, now);
        }
    }

    void fetched(Lease lease, long now) {
        Loan loan = loans.get(lease);
        if (loan != null) {
            // whoever says that it is off the wire had it on: the host must not pay for a forgotten call
            enterWire(loan, now);
            giveBack(loan, now);
        }
    }

    void ack(Lease lease, long now) {
        Loan loan = loans.remove(lease);
        if (loan != null) {
            known.ended(lease.request().key());
            end(loan, now);
        }
    }

    void retry(Lease lease, Request again, long due, long now) {
        Loan loan = loans.remove(lease);
        if (loan == null) {
            return;
        }
        if (!closed) {
            loan.host().requests().addLater(again, due);
            queued++;
        }
        end(loan, now);
    }

    void defer(Lease lease, long due, long now) {
        Loan loan = loans.remove(lease);
        if (loan == null) {
            return;
        }
        if (!closed) {
            loan.host().requests().addFirst(lease.request());
            loan.host().holdUntil(due);
            queued++;
        }
        end(loan, now);
    }

    void blockHost(String origin, Duration wait, long now) {
        long remaining = gate.block(origin, wait);
        HostQueue host = hosts.get(origin);
        if (host != null) {
            host.gateClosedUntil(now + remaining);
            turns.place(host, now);
        }
    }

    void hostDelay(String origin, Duration delay, long now) {
        if (closed) {
            return;
        }
        if (delay.isZero() || delay.isNegative()) {
            hostDelays.remove(origin);
        } else {
            hostDelays.put(origin, delay);
        }
        Politeness effective = politenessTo(origin);
        long wait = gate.slow(origin, effective);
        HostQueue host = hosts.get(origin);
        if (host != null) {
            host.politeness(effective);
            host.gateClosedUntil(now + wait);
            turns.place(host, now);
        }
    }

    void politeness(Politeness next, long now) {
        politeness = next;
        for (HostQueue host : hosts.values()) {
            host.politeness(politenessTo(host.origin()));
            host.gateClosedUntil(now + gate.slow(host.origin(), host.politeness()));
            turns.place(host, now);
        }
    }

    private Politeness politenessTo(String origin) {
        Duration asked = hostDelays.getOrDefault(origin, Duration.ZERO);
        return asked.compareTo(politeness.delay()) > 0 ? new Politeness(politeness.perHost(), asked) : politeness;
    }

    FrontierStats stats() {
        return new FrontierStats(queued, loans.size(), hosts.size(), known.size());
    }

    int drop() {
        int dropped = queued;
        hosts.values().forEach(host -> host.requests().clear());
        hosts.values().removeIf(HostQueue::isDone);
        turns.clear();
        known.dropped(loans.keySet());
        queued = 0;
        return dropped;
    }

    /** Keeps the loans: what is on the wire counts at the gate until its holder is through with it. */
    void close() {
        closed = true;
        drop();
        known.clear();
        hostDelays.clear();
    }

    private HostQueue newHost(String origin) {
        return new HostQueue(origin, politenessTo(origin));
    }

    private Lease lend(HostQueue host, long now) {
        Lease lease = new Lease(++leasesGiven, host.lend(now));
        loans.put(lease, new Loan(host));
        queued--;
        turns.place(host, now);
        return lease;
    }

    private void enterWire(Loan loan, long now) {
        if (loan.stage() != Stage.LENT) {
            return;
        }
        loan.reach(Stage.ON_WIRE);
        HostQueue host = loan.host();
        host.started();
        host.gateClosedUntil(now + gate.started(host.origin(), host.politeness()));
        turns.place(host, now);
    }

    private void giveBack(Loan loan, long now) {
        if (loan.stage() == Stage.OFF_WIRE) {
            return;
        }
        boolean wasOnWire = loan.stage() == Stage.ON_WIRE;
        loan.reach(Stage.OFF_WIRE);
        HostQueue host = loan.host();
        host.released(wasOnWire);
        host.gateClosedUntil(now + gate.release(host.origin(), host.politeness(), wasOnWire));
        turns.place(host, now);
    }

    private void end(Loan loan, long now) {
        giveBack(loan, now);
        HostQueue host = loan.host();
        host.ended();
        turns.place(host, now);
        if (host.isDone()) {
            hosts.remove(host.origin());
        }
    }
}
