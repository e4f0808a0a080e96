package caravan.frontier;

/** How far a lease has come. Not thread-safe: guarded by the frontier's lock. */
final class Loan {
    /** Up to {@code OFF_WIRE} the loan holds a grant of the gate. */
    enum Stage {
        LENT,
        ON_WIRE,
        OFF_WIRE
    }

    private final HostQueue host;
    private Stage stage = Stage.LENT;

    Loan(HostQueue host) {
        this.host = host;
    }

    HostQueue host() {
        return host;
    }

    Stage stage() {
        return stage;
    }

    void reach(Stage next) {
        stage = next;
    }
}
