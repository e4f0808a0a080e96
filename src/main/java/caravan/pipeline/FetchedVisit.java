package caravan.pipeline;

import caravan.crawl.Page;

/**
 * A visit whose page is here, waiting to be parsed.
 *
 * @param memory gives back the body's share of the memory set aside for bodies; may be run twice
 */
public record FetchedVisit(Visit visit, Page page, Runnable memory) implements Leased {
    @Override
    public void release() {
        memory.run();
    }
}
