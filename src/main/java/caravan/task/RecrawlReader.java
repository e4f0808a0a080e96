package caravan.task;

import caravan.task.Recrawl.Unchanged;
import caravan.task.tree.Node;
import caravan.task.tree.Words;
import java.time.Duration;

/** Reads how pages are looked at again. For one thread. */
record RecrawlReader(Reading reading) {
    private static final String EXPECTED = "a mapping with min and max, or unchanged";

    /** @param again whether anything of the task is ever fetched again */
    Recrawl read(Node node, boolean again) {
        if (!again) {
            reading.fault(node, "has nothing to work on; expected a schedule, or reload: true, beside it");
        }
        return reading.section(node, Keys.RECRAWL, EXPECTED).map(this::read).orElse(Recrawl.DEFAULT);
    }

    private Recrawl read(Section section) {
        Unchanged unchanged =
                section.read("unchanged", text -> Choice.parse(Unchanged.class, text, "unchanged"), Unchanged.SKIP);
        if (section.has("min") || section.has("max")) {
            section.need("min", "the shortest time between two looks at a page");
            section.need("max", "the longest time between two looks at a page");
        }
        Duration min = duration(section, "min");
        Duration max = duration(section, "max");
        boolean both = !min.isZero() && !max.isZero();
        if (both && max.compareTo(min) < 0) {
            section.find("max")
                    .ifPresent(node ->
                            reading.fault(node, "is shorter than min; expected " + Durations.format(min) + " or more"));
        }
        return both && max.compareTo(min) >= 0
                ? new Recrawl(min, max, unchanged)
                : new Recrawl(Duration.ZERO, Duration.ZERO, unchanged);
    }

    /** @return zero where there is none, or one at fault */
    private Duration duration(Section section, String key) {
        return section.find(key)
                .flatMap(node -> reading.parsed(node, reading.valueText(node), text -> parse(key, text)))
                .orElse(Duration.ZERO);
    }

    private static Duration parse(String key, String text) {
        Duration duration = Durations.parse(text);
        if (duration.toMillis() < 1000) {
            throw new IllegalArgumentException(key + " " + Words.quoted(text) + " is too short; expected 1s or more");
        }
        return duration;
    }
}
