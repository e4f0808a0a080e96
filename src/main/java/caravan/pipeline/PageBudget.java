package caravan.pipeline;

/**
 * A crawl's limit of recorded pages. A page is reserved before it is fetched, so that fetches side by side never go
 * over the limit, and given back when no record came of it. Thread-safe.
 */
final class PageBudget {
    private long limit;
    private long reserved;
    private long spent;

    /**
     * @param limit pages at most; 0 for no limit
     * @param spent of them, by an earlier process
     */
    PageBudget(long limit, long spent) {
        this.spent = spent;
        limit(limit);
    }

    /** The same for another limit: what is reserved or spent stays so, even above it. */
    final synchronized void limit(long pages) {
        limit = pages == 0 ? Long.MAX_VALUE : pages;
    }

    synchronized boolean tryReserve() {
        if (!hasRoom()) {
            return false;
        }
        reserved++;
        return true;
    }

    synchronized boolean hasRoom() {
        return reserved + spent < limit;
    }

    synchronized boolean isLimited() {
        return limit != Long.MAX_VALUE;
    }

    synchronized void giveBack() {
        reserved--;
    }

    synchronized void spend() {
        reserved--;
        spent++;
    }

    synchronized long spent() {
        return spent;
    }

    synchronized boolean isSpent() {
        return spent >= limit;
    }
}
