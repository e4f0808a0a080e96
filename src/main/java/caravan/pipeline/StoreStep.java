package caravan.pipeline;

import java.util.List;

/** Acknowledges records to their frontiers once their sink has committed them. Stateless. */
public final class StoreStep {

    public void acknowledge(List<ParsedVisit> stored) {
        for (ParsedVisit each : stored) {
            each.visit().crawl().counters().recorded(1);
            each.visit().stored();
        }
    }
}
