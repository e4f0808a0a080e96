package caravan.pipeline;

import caravan.crawl.Refusal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filter at the core points of the pipeline: what belongs to a crawl that was closed goes no further. Stateless.
 */
public final class TaskGate {
    private static final Logger LOG = LoggerFactory.getLogger(TaskGate.class);

    public boolean isClosed(Leased leased) {
        return !leased.visit().crawl().isOpen();
    }

    /** Ends a lease of a closed crawl, and counts it. */
    public void drop(Leased leased) {
        leased.release();
        leased.visit().refuse(Refusal.CLOSED);
    }

    /** Drops what belongs to crawls that were closed while it waited for its batch. */
    public List<ParsedVisit> keepOpen(List<ParsedVisit> batch) {
        batch.stream().filter(this::isClosed).forEach(this::drop);
        return batch.stream().filter(each -> !isClosed(each)).toList();
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
