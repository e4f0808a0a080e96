package caravan.frontier;

import caravan.frontier.Loan.Stage;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a frontier has lent, and how far each lease is on its way. Not thread-safe: guarded by the frontier's lock.
 * Times are those of its {@link NanoClock}.
 */
final class Loans {
    private final HostGate gate;
    private final Turns turns;
    private final Hosts hosts;
    /** By identity, for another frontier's lease may have the same id. */
    private final Map<Lease, Loan> byLease = new IdentityHashMap<>();

    private long given;

    Loans(HostGate gate, Turns turns, Hosts hosts) {
        this.gate = gate;
        this.turns = turns;
        this.hosts = hosts;
    }

    int size() {
        return byLease.size();
    }

    List<Held> held() {
        return byLease.values().stream().map(Loan::held).toList();
    }

    /** @return null when it has ended, or is another frontier's */
    Loan find(Lease lease) {
        return byLease.get(lease);
    }

    /** The same, and it is to be ended. */
    Loan remove(Lease lease) {
        return byLease.remove(lease);
    }

    /** @return null when the store was stopped in the middle of it; nothing is lent then */
    Lease lend(HostQueue host, long now) {
        Held held = host.lend(now);
        if (held == null) {
            gate.release(host.origin(), host.politeness(), false);
            return null;
        }
        Lease lease = new Lease(++given, held.request());
        byLease.put(lease, new Loan(host, held));
        turns.place(host, now);
        return lease;
    }

    void started(Lease lease, long now) {
        Loan loan = byLease.get(lease);
        if (loan != null) {
            enterWire(loan, now);
        }
    }

    void fetched(Lease lease, long now) {
        Loan loan = byLease.get(lease);
        if (loan != null) {
            // whoever says that it is off the wire had it on: the host must not pay for a forgotten call
            enterWire(loan, now);
            giveBack(loan, now);
        }
    }

    /** After {@link #remove}. */
    void end(Loan loan, long now) {
        giveBack(loan, now);
        HostQueue host = loan.host();
        host.ended();
        turns.place(host, now);
        hosts.forgetIfDone(host);
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
}
