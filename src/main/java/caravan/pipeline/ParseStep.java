package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.PageRecord;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.parse.PageParser;
import caravan.parse.ParsedPage;

/** Reads a page: its links go to the frontier, its record on to the sink. Thread-safe. */
public final class ParseStep {
    private final PageParser parser;
    private final Admission admission;

    public ParseStep(PageParser parser, Admission admission) {
        this.parser = parser;
        this.admission = admission;
    }

    public ParsedVisit parse(FetchedVisit fetched) {
        try {
            Visit visit = fetched.visit();
            ParsedPage parsed = read(visit, fetched.page());
            admission.offerOutlinks(visit, parsed.outlinks());
            return new ParsedVisit(visit, record(visit, fetched.page(), parsed));
        } finally {
            fetched.memory().run();
        }
    }

    /** Error pages are recorded, but their links are not those of the site's content. */
    private ParsedPage read(Visit visit, Page page) {
        boolean success = page.status() / 100 == 2;
        if (success && !page.bodyRead()) {
            visit.job().count(Refusal.TYPE, 1);
        }
        return success && page.bodyRead() ? parser.parse(page) : ParsedPage.EMPTY;
    }

    private static PageRecord record(Visit visit, Page page, ParsedPage parsed) {
        Request request = visit.request();
        return new PageRecord(
                visit.crawl().taskName(),
                page.url(),
                page.status(),
                parsed.title(),
                parsed.description(),
                parsed.lang(),
                request.depth(),
                request.referrer(),
                page.header("content-type").orElse(""),
                page.bytes(),
                parsed.outlinks().size(),
                parsed.noIndex(),
                page.fetchedAt(),
                page.duration().toMillis());
    }
}
