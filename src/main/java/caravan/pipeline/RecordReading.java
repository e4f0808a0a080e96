package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.PageRecord;
import caravan.crawl.Request;
import caravan.parse.PageParser;
import caravan.parse.ParsedPage;

/** Reads a page of a task without rules: follows every link, and makes its record. Thread-safe. */
public final class RecordReading {
    private final PageParser parser;
    private final Admission admission;

    public RecordReading(PageParser parser, Admission admission) {
        this.parser = parser;
        this.admission = admission;
    }

    /** @param readable false for an error page: it is recorded, but its links are not those of the site's content */
    PageRecord read(Visit visit, Page page, boolean readable) {
        ParsedPage parsed = readable ? parser.parse(page) : ParsedPage.EMPTY;
        admission.offerOutlinks(visit, parsed.outlinks());
        return record(visit, page, parsed);
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
