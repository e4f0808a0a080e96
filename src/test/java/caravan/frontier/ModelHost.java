package caravan.frontier;

import caravan.crawl.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One host as the naive model sees it: plain lists, and the rules of politeness written out once more. */
final class ModelHost {
    private static final long LONG_AGO = -1_000_000_000_000L;

    final List<Item> queued = new ArrayList<>();
    final List<ModelLease> leases = new ArrayList<>();
    final int perHost;
    long delay;
    long lastStart = LONG_AGO;
    long lastEnd = LONG_AGO;
    long blockedUntil;
    long heldUntil;
    private long keptBlock;

    ModelHost(Politeness politeness) {
        perHost = politeness.perHost();
        delay = politeness.delay().toNanos();
    }

    /** @param kept whether it outlives the process */
    void block(long until, boolean kept) {
        blockedUntil = Math.max(blockedUntil, until);
        if (kept) {
            keptBlock = Math.max(keptBlock, until);
        }
    }

    /** Its process was killed, and another goes on. */
    void restart(long now) {
        leases.forEach(held -> queued.add(new Item(held.lease.request(), 0, true)));
        leases.clear();
        lastStart = LONG_AGO;
        lastEnd = LONG_AGO;
        blockedUntil = keptBlock;
        heldUntil = queued.isEmpty() ? 0 : now + delay;
    }

    /** Something is about to be queued: when nothing was, the delay since the restart counts as it is now. */
    void wake(long lifeBegan) {
        if (queued.isEmpty() && leases.isEmpty() && lifeBegan != Long.MIN_VALUE) {
            heldUntil = Math.max(heldUntil, lifeBegan + delay);
        }
    }

    /** When the next request may be leased; empty when that takes an offer, a start or an end first. */
    Optional<Long> next() {
        long inFlight = leases.stream().filter(lease -> !lease.isOffWire).count();
        boolean startPending = leases.stream().anyMatch(lease -> !lease.isStarted && !lease.isOffWire);
        if (inFlight >= perHost || (delay > 0 && startPending)) {
            return Optional.empty();
        }
        return queued.stream().map(Item::due).min(Long::compare).map(due -> Math.max(due, allowed()));
    }

    /** What may be leased: the first at the highest priority, or one that came back there, whose place is open. */
    List<Request> candidates(long now) {
        List<Item> due = queued.stream().filter(item -> item.due <= now).toList();
        int highest =
                due.stream().mapToInt(item -> item.request.priority()).max().orElseThrow();
        List<Item> lane =
                due.stream().filter(item -> item.request.priority() == highest).toList();
        Optional<Item> first = lane.stream().filter(item -> !item.cameBack).findFirst();
        return lane.stream()
                .filter(item -> item.cameBack || item == first.orElseThrow())
                .map(Item::request)
                .toList();
    }

    private long allowed() {
        long afterLast = perHost == 1 ? Math.max(lastStart, lastEnd) + delay : lastStart + delay;
        return Math.max(afterLast, Math.max(blockedUntil, heldUntil));
    }

    record Item(Request request, long due, boolean cameBack) {}
}
