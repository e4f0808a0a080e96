package caravan.task;

import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import caravan.task.tree.Place;
import caravan.task.tree.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Keys and values of one part of a definition. For one thread. */
record Section(Mapping mapping, Reading reading) {

    void refuseUnknown(List<String> known) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                String guess = Words.nearest(key, unused(known))
                        .map(near -> "did you mean '" + near + "'? Known are ")
                        .orElse("known are ");
                reading.fault(
                        place().inLine(entry.place().line()),
                        "unknown key " + Words.quoted(key) + "; " + guess + String.join(", ", known));
            }
        });
    }

    /** A slip of the pen hardly means a key that is there too. */
    private List<String> unused(List<String> known) {
        return known.stream()
                .filter(Predicate.not(mapping.entries()::containsKey))
                .toList();
    }

    Place place() {
        return mapping.place();
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    Optional<Node> find(String key) {
        return mapping.find(key);
    }

    /** A key that must be there; where another one may be a slip of it, that one was told of already. */
    Optional<Node> need(String key, String expected) {
        if (!has(key) && mapping.entries().keySet().stream().noneMatch(other -> isSlip(other, key))) {
            reading.fault(place().key(key, place().line()), "is missing; expected " + expected);
        }
        return find(key);
    }

    private static boolean isSlip(String word, String key) {
        return Words.nearest(word, List.of(key)).isPresent();
    }

    long whole(String key, Range range, long otherwise) {
        return find(key).map(node -> reading.whole(node, range)).orElse(otherwise);
    }

    int number(String key, Range range, int otherwise) {
        return Math.toIntExact(whole(key, range, otherwise));
    }

    boolean flag(String key, boolean otherwise) {
        return find(key).flatMap(reading::flag).orElse(otherwise);
    }

    String text(String key, String otherwise) {
        return find(key).flatMap(reading::text).orElse(otherwise);
    }

    <T> T read(String key, Function<String, T> read, T otherwise) {
        return find(key).flatMap(node -> reading.parsed(node, read)).orElse(otherwise);
    }

    /** The entries of a list, or one that stands alone; none where the key is missing. */
    List<Node> oneOrMore(String key) {
        return find(key).map(Reading::oneOrMore).orElse(List.of());
    }

    /** Limits of a number, both included. */
    record Range(long least, long most) {
        static final Range ANY = new Range(-1_000_000_000, 1_000_000_000);
        static final Range NOT_NEGATIVE = new Range(0, Integer.MAX_VALUE);
        static final Range POSITIVE = new Range(1, Integer.MAX_VALUE);

        boolean has(long number) {
            return number >= least && number <= most;
        }

        @Override
        public String toString() {
            return most < Integer.MAX_VALUE
                    ? "a whole number, " + least + " to " + most
                    : "a whole number, " + least + " or more";
        }
    }
}
