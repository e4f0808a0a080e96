package caravan.pipeline;

import java.util.List;

/** Acknowledges what a sink has committed: a visit ends when all its sinks have. Stateless. */
public final class StoreStep {

    public void acknowledge(List<Delivery> stored) {
        for (Delivery each : stored) {
            if (!each.archive()) {
                each.visit().crawl().counters().recorded(each.entries().size());
            }
            each.visit().delivered();
        }
    }
}
