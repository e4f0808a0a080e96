package caravan.task;

import caravan.task.Section.Range;
import caravan.task.tree.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how far and how gently a task crawls. For one thread.
 *
 * @param otherwise what holds where it says nothing
 */
record LimitsReader(Reading reading, TaskLimits otherwise) {
    private static final int MOST = 20;

    TaskLimits read(Section task) {
        return new TaskLimits(
                task.number("depth", Range.NOT_NEGATIVE, otherwise.depth()),
                task.whole("max-pages", new Range(0, Long.MAX_VALUE), otherwise.maxPages()),
                duration(task, "delay", otherwise.delay()),
                task.number("per-host", new Range(1, 1000), otherwise.perHost()),
                task.find("limits").map(this::rates).orElse(otherwise.rates()),
                duration(task, "wait", otherwise.maxWait()));
    }

    private List<RateLimit> rates(Node node) {
        List<Node> entries = reading.list(node, "a list of limits such as {events: 20, per: 60s}");
        if (entries.size() > MOST) {
            reading.fault(node, "has " + entries.size() + " limits; expected at most " + MOST);
            return List.of();
        }
        List<RateLimit> rates = new ArrayList<>();
        entries.forEach(entry -> reading.section(entry, Keys.RATE, "a mapping with events, per, burst")
                .ifPresent(section -> rates.add(rate(section))));
        return rates;
    }

    private RateLimit rate(Section section) {
        section.need("events", "how many requests");
        section.need("per", "in which time");
        int events = section.number("events", Range.POSITIVE, 1);
        Duration per = duration(section, "per", Duration.ofSeconds(1));
        if (per.isZero()) {
            section.find("per").ifPresent(node -> reading.fault(node, "must be longer than 0"));
            per = Duration.ofSeconds(1);
        }
        return new RateLimit(events, per, section.number("burst", Range.POSITIVE, events));
    }

    private Duration duration(Section section, String key, Duration otherwise) {
        return section.find(key)
                .flatMap(node -> reading.parsed(node, reading.valueText(node), Durations::parse))
                .orElse(otherwise);
    }
}
