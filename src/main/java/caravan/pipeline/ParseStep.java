package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.recrawl.Recollection.Look;
import caravan.task.Rule;
import caravan.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a page: its links go to the frontier, what it holds on to the sinks. A task with rules has items, one without a
 * record a page. Thread-safe.
 */
public final class ParseStep {
    private static final Set<Integer> GONE = Set.of(404, 410);

    private final RecordReading pages;
    private final RuleReading rules;

    public ParseStep(RecordReading pages, RuleReading rules) {
        this.pages = pages;
        this.rules = rules;
    }

    /** @return what there is to store; when that is nothing, the visit has ended */
    public List<Delivery> parse(FetchedVisit fetched) {
        Visit visit = fetched.visit();
        List<Delivery> deliveries = new ArrayList<>();
        try {
            Task task = visit.job().task(); // once: another definition may take its place meanwhile
            Look look = look(visit, fetched.page());
            List<?> entries = read(visit, fetched.page(), task);
            if (!entries.isEmpty() && !look.skipped()) {
                task.outputs().itemSinks().forEach(sink -> deliveries.add(new Delivery(visit, sink, entries, false)));
            }
            List<String> archives = look.skipped() ? List.of() : task.outputs().archives();
            archives.forEach(sink -> deliveries.add(new Delivery(visit, sink, List.of(fetched.page()), true)));
            if (archives.isEmpty()) {
                fetched.release();
            } else {
                visit.atEnd(fetched::release); // the body is needed until it is archived
            }
        } catch (RuntimeException e) {
            fetched.release();
            throw e;
        }
        visit.deliver(deliveries.size());
        return deliveries;
    }

    /** An error says nothing of the page, but for those by which it is gone. */
    private static Look look(Visit visit, Page page) {
        if (GONE.contains(page.status())) {
            visit.atAck(visit.recollection()::forget);
        }
        if (page.status() / 100 != 2) {
            return new Look(false, false, () -> {});
        }
        Look look = visit.recollection().look(page);
        visit.atAck(look.note());
        if (look.unchanged()) {
            visit.crawl().counters().unchanged();
        }
        return look;
    }

    private List<?> read(Visit visit, Page page, Task task) {
        boolean success = page.status() / 100 == 2;
        if (success && !page.bodyRead()) {
            visit.job().count(Refusal.TYPE, 1);
        }
        boolean readable = success && page.bodyRead();
        if (task.rules().isEmpty()) {
            return List.of(pages.read(visit, page, readable));
        }
        if (!readable) {
            return List.of();
        }
        Optional<Rule> rule = task.rule(visit.request().rule());
        if (rule.isEmpty()) { // the definition has changed since the link was found
            visit.crawl().counters().failed("rule");
            return List.of();
        }
        return rules.read(visit, page, task, rule.get());
    }
}
