package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

/** A lease as the naive model sees it; its start is where the server would see a gap or a load that is not allowed. */
final class ModelLease {
    final Lease lease;
    final ModelHost host;
    boolean isStarted;
    boolean isOffWire;
    private final long delayWhenLeased;

    ModelLease(Lease lease, ModelHost host) {
        this.lease = lease;
        this.host = host;
        this.delayWhenLeased = host.delay;
        assertThat(host.leases)
                .noneMatch(other ->
                        other.lease.request().url().equals(lease.request().url()));
        host.leases.add(this);
    }

    void start(long now) {
        if (isStarted || isOffWire) {
            return;
        }
        isStarted = true;
        assertThat(now - host.lastStart).as("from start to start").isGreaterThanOrEqualTo(delayWhenLeased);
        if (host.perHost == 1) {
            assertThat(now - host.lastEnd).as("from end to start").isGreaterThanOrEqualTo(delayWhenLeased);
        }
        assertThat(host.leases.stream().filter(other -> other.isStarted && !other.isOffWire))
                .as("on the wire")
                .hasSizeLessThanOrEqualTo(host.perHost);
        host.lastStart = now;
    }

    void offWire(long now) {
        if (isStarted && !isOffWire) {
            host.lastEnd = now;
        }
        isOffWire = true;
    }
}
