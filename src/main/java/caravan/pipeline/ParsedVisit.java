package caravan.pipeline;

import caravan.crawl.PageRecord;

/** A visit whose record waits to be stored. */
public record ParsedVisit(Visit visit, PageRecord record) implements Leased {}
