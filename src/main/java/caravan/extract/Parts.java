package caravan.extract;

import java.util.List;
import java.util.Optional;

/** The parts of a page that a rule looks in. Stateless. */
final class Parts {
    private Parts() {}

    /** @param each what finds them; empty for the page as a whole */
    static Iterable<Part> of(Part page, Optional<Selection> each, PageReading reading) {
        if (each.isEmpty()) {
            return List.of(page);
        }
        List<Found> found = each.get().in(page, reading);
        // one at a time: what a part keeps for its selectors goes with it
        return () -> found.stream().map(Found::part).iterator();
    }
}
