package caravan.pipeline;

import caravan.crawl.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filter at the core points of the pipeline: what belongs to a crawl that was closed goes no further, and nothing
 * does while this process may not work. Thread-safe.
 */
public final class TaskGate {
    private static final Logger LOG = LoggerFactory.getLogger(TaskGate.class);

    private final BooleanSupplier onDuty;

    /** @param onDuty whether this process may work at all; asked for every page */
    public TaskGate(BooleanSupplier onDuty) {
        this.onDuty = onDuty;
    }

    public boolean isClosed(Leased leased) {
        return !onDuty.getAsBoolean() || !leased.visit().crawl().isOpen();
    }

    /**
     * Ends a lease that goes no further. That of a closed crawl is counted; any other goes back to its frontier, as the
     * crawl may go on later.
     */
    public void drop(Leased leased) {
        leased.release();
        if (leased.visit().crawl().isOpen()) {
            leased.visit().defer();
        } else {
            leased.visit().refuse(Refusal.CLOSED);
        }
    }

    /** Drops what may not go on after it waited for its batch. */
    public List<Delivery> keepOpen(List<Delivery> batch) {
        Map<Boolean, List<Delivery>> byClosed = batch.stream().collect(Collectors.partitioningBy(this::isClosed));
        byClosed.get(true).forEach(this::drop);
        return byClosed.get(false);
    }

    /** Ends a lease whose step threw. The fault is ours, whatever page caused it: it is logged with the page's URL. */
    public void fail(Leased leased, Exception fault) {
        Visit visit = leased.visit();
        leased.release();
        LOG.warn(
                "page failed task={} url={}",
                visit.crawl().taskName(),
                visit.request().url(),
                fault);
        visit.fail();
    }
}
