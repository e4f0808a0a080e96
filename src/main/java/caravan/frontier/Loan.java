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
    private final Held held;
    private Stage stage = Stage.LENT;

    Loan(HostQueue host, Held held) {
        this.host = host;
        this.held = held;
    }

    HostQueue host() {
        return host;
    }

    Held held() {
        return held;
    }

    Stage stage() {
        return stage;
    }

    void reach(Stage next) {
        stage = next;
    }
}
