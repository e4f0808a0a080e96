package caravan.parse;

import caravan.crawl.Page;

/** Reads one fetched page. Stateless: any number of threads may call it at once. Never throws for what a page holds. */
public interface PageParser {

    ParsedPage parse(Page page);
}
