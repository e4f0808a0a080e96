package caravan.frontier;

import caravan.crawl.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The state of a {@link HostFrontier} and its transitions; the methods mean what those of {@link Frontier} mean. Not
 * thread-safe: guarded by the frontier's lock. Times are those of the frontier's {@link NanoClock}.
 *
 * <p>The rule that holds after each of them: {@link Turns} knows every host that may go, at its time, and
 * {@link Hosts} holds exactly the hosts with something queued or lent.
 */
final class FrontierCore {
    private static final int CHUNK = 1000;

    private final HostGate gate;
    private final FrontierStore store;
    private final Turns turns = new Turns();
    private final Hosts hosts;
    private final Loans loans;
    private long queued;
    private boolean closed;

    FrontierCore(Politeness politeness, HostGate gate, FrontierStore store, long now) {
        this.gate = gate;
        this.store = store;
        this.hosts = new Hosts(politeness, gate, store, turns, now);
        this.loans = new Loans(gate, turns, hosts);
        store.restored().forEach(origin -> turns.place(hosts.get(origin, now), now));
        queued = store.restoredCount();
    }

    int offer(Collection<Request> requests, Instant at, long now) {
        if (closed) {
            return 0;
        }
        List<Request> fresh = store.known().addNew(requests);
        fresh.forEach(request -> take(request, at, now));
        return fresh.size();
    }

    private void take(Request request, Instant at, long now) {
        HostQueue host = hosts.get(request.origin(), now);
        if (host.state().isGivenUp(now)) {
            store.known().ended(request.key());
            store.giveUp(new GivenUp(request, host.state().trouble().reason(), at));
            hosts.forgetIfDone(host);
        } else {
            enqueue(host, request, now);
        }
    }

    private void enqueue(HostQueue host, Request request, long now) {
        host.requests().addLast(request);
        queued++;
        turns.place(host, now);
    }

    Optional<Lease> lease(long now) {
        for (HostQueue host = turns.poll(now); host != null; host = turns.poll(now)) {
            long wait = gate.tryAcquire(host.origin(), host.politeness());
            if (wait == 0) {
                Optional<Lease> lease = Optional.ofNullable(loans.lend(host, now));
                lease.ifPresent(lent -> queued--);
                return lease;
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
        loans.started(lease, now);
    }

    void fetched(Lease lease, long now) {
        loans.fetched(lease, now);
    }

    void ack(Lease lease, long now) {
        Loan loan = loans.remove(lease);
        if (loan != null) {
            done(loan, now);
        }
    }

    void giveUp(Lease lease, String reason, Instant at, long now) {
        Loan loan = loans.remove(lease);
        if (loan != null) {
            if (!closed) {
                store.giveUp(new GivenUp(lease.request(), reason, at));
            }
            done(loan, now);
        }
    }

    private void done(Loan loan, long now) {
        if (!closed) {
            store.known().ended(loan.held().request().key());
            loan.host().requests().ended(loan.held());
        }
        loans.end(loan, now);
    }

    void retry(Lease lease, Request again, long due, Instant at, long now) {
        Loan lent = loans.find(lease);
        if (lent != null && lent.host().state().isGivenUp(now)) {
            giveUp(lease, lent.host().state().trouble().reason(), at, now);
            return;
        }
        Loan loan = loans.remove(lease);
        if (loan == null) {
            return;
        }
        if (!closed) {
            loan.host().requests().ended(loan.held());
            loan.host().requests().addLater(again, due);
            queued++;
        }
        loans.end(loan, now);
    }

    void defer(Lease lease, long due, long now) {
        Loan loan = loans.remove(lease);
        if (loan == null) {
            return;
        }
        if (!closed) {
            loan.host().requests().putBack(loan.held());
            loan.host().holdUntil(due);
            queued++;
        }
        loans.end(loan, now);
    }

    void blockHost(String origin, Duration wait, long now) {
        if (!closed) {
            hosts.block(origin, wait, now);
        } else {
            gate.block(origin, wait); // the other crawls of the process are to heed it all the same
        }
    }

    Rest setback(String origin, Setback setback, BackOff backOff, Instant at, long now) {
        if (closed) {
            setback.asked().ifPresent(wait -> gate.block(origin, wait)); // for the other crawls of the process
            return Rest.NONE;
        }
        boolean rested = hosts.isLeftAlone(origin, now);
        HostState after = hosts.setback(origin, setback, backOff, now);
        boolean givenUp = after.isGivenUp(now);
        int requests = givenUp ? giveUpHost(origin, setback.reason(), at, now) : 0;
        boolean rests = after.isLeftAlone(now);
        Duration left = rests ? Duration.ofNanos(after.restUntil() - now) : Duration.ZERO;
        return new Rest(left, rests && !rested, givenUp, requests);
    }

    boolean answered(String origin, boolean well, long now) {
        return !closed && hosts.answered(origin, well, now);
    }

    void hostDelay(String origin, Duration delay, long now) {
        if (!closed) {
            hosts.delay(origin, delay, now);
        }
    }

    void politeness(Politeness next, long now) {
        hosts.politeness(next, now);
    }

    int giveUpHost(String origin, String reason, Instant at, long now) {
        HostQueue host = hosts.find(origin);
        if (closed || host == null) {
            return 0;
        }
        int givenUp = 0;
        Lanes requests = host.requests();
        for (List<Request> some = requests.take(CHUNK); !some.isEmpty(); some = requests.take(CHUNK)) {
            for (Request request : some) {
                store.known().ended(request.key());
                store.giveUp(new GivenUp(request, reason, at));
            }
            queued -= some.size();
            givenUp += some.size();
            store.commit(outstanding());
        }
        turns.place(host, now);
        hosts.forgetIfDone(host);
        return givenUp;
    }

    int retryGivenUp(long now) {
        int again = 0;
        if (closed) {
            return 0;
        }
        for (List<Request> some = store.takeGivenUp(CHUNK); !some.isEmpty(); some = store.takeGivenUp(CHUNK)) {
            for (Request request : some) {
                if (store.known().again(request.key())) {
                    HostQueue host = hosts.get(request.origin(), now);
                    hosts.pardon(host);
                    enqueue(host, request.anew(), now);
                    again++;
                }
            }
            store.commit(outstanding());
        }
        return again;
    }

    List<GivenUp> givenUp(int limit) {
        return store.givenUp(limit);
    }

    /** Queued and lent: what is left to do when the process ends here. */
    long outstanding() {
        return queued + loans.size();
    }

    FrontierStats stats() {
        return new FrontierStats(
                queued, loans.size(), hosts.size(), store.known().size(), store.givenUpCount());
    }

    int drop() {
        if (closed) {
            return 0;
        }
        long dropped = queued;
        hosts.drop(loans.held());
        queued = 0;
        return (int) Math.min(Integer.MAX_VALUE, dropped);
    }

    /** Keeps the loans: what is on the wire counts at the gate until its holder is through with it. */
    void close() {
        closed = true;
        hosts.close();
        queued = 0;
    }
}
