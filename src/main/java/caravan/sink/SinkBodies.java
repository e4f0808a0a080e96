package caravan.sink;

import caravan.crawl.Item;
import caravan.crawl.Page;
import caravan.crawl.PageRecord;
import caravan.pipeline.Delivery;
import java.util.List;
import java.util.stream.Stream;

/** Makes of a batch of deliveries what its sink takes. Stateless. */
public final class SinkBodies {

    /** @return {@link Rows}, or a list of {@link PageCopy} where the batch is for an archive */
    public List<?> of(List<Delivery> batch) {
        return batch.stream().anyMatch(Delivery::archive)
                ? batch.stream().flatMap(SinkBodies::pages).toList()
                : new Rows(batch.stream().flatMap(SinkBodies::rows).toList());
    }

    private static Stream<PageCopy> pages(Delivery delivery) {
        return delivery.entries().stream()
                .map(page -> new PageCopy(
                        delivery.visit().crawl().taskName(), delivery.visit().request(), (Page) page));
    }

    private static Stream<Row> rows(Delivery delivery) {
        return delivery.entries().stream()
                .map(entry -> entry instanceof Item item ? Row.of(item) : Row.of((PageRecord) entry));
    }
}
