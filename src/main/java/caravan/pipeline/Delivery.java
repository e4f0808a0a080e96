package caravan.pipeline;

import java.util.List;

/**
 * What one visit brings for one sink.
 *
 * @param sink    its name
 * @param entries items or the page's record, all of one kind; the {@link caravan.crawl.Page} itself for an archive
 * @param archive whether it is for an archive
 */
public record Delivery(Visit visit, String sink, List<?> entries, boolean archive) implements Leased {
    public Delivery {
        entries = List.copyOf(entries);
    }
}
