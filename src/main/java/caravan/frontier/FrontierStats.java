package caravan.frontier;

/**
 * A moment's picture of a frontier.
 *
 * @param queued  requests waiting
 * @param leased  requests given out and not yet ended
 * @param hosts   hosts with at least one queued or leased request
 * @param seen    requests that were new when they were offered
 * @param givenUp requests that were tried in vain
 */
public record FrontierStats(long queued, long leased, int hosts, long seen, long givenUp) {

    /** The same where nothing was given up. */
    public FrontierStats(long queued, long leased, int hosts, long seen) {
        this(queued, leased, hosts, seen, 0);
    }

    /** Nothing is waiting and nothing is under way: the crawl is over. */
    public boolean drained() {
        return queued == 0 && leased == 0;
    }
}
