package caravan.pipeline;

import caravan.crawl.Item;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.extract.Extraction;
import caravan.task.Rule;
import caravan.task.Task;
import java.util.List;

/** Reads a page by a rule: follows the links it names, and gives its items. Thread-safe. */
public final class RuleReading {

    /** Applies a rule to a page. Never throws for what a page holds; for any thread. */
    @FunctionalInterface
    public interface RuleReader {
        Extraction extract(Task task, Rule rule, Page page, Request request);
    }

    private final RuleReader reader;
    private final Admission admission;

    public RuleReading(RuleReader reader, Admission admission) {
        this.reader = reader;
        this.admission = admission;
    }

    List<Item> read(Visit visit, Page page, Task task, Rule rule) {
        Extraction found = reader.extract(task, rule, page, visit.request());
        visit.crawl().counters().incomplete(found.droppedItems());
        admission.offerLinks(visit, found.links());
        return found.items();
    }
}
