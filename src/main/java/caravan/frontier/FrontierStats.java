package caravan.frontier;

/**
 * A moment's picture of a frontier.
 *
 * @param queued  requests waiting
 * @param leased  requests given out and not yet ended
 * @param hosts   hosts with at least one queued or leased request
 * @param seen    requests that were new when they were offered
 */
public record FrontierStats(long queued, long leased, int hosts, long seen) {

    /** Nothing is waiting and nothing is under way: the crawl is over. */
    public boolean drained() {
        return queued == 0 && leased == 0;
    }
}
