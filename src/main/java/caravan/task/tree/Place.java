package caravan.task.tree;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where something stands in a document: its line and the keys that lead to it. Immutable. */
public final class Place {
    private static final Place OUTSIDE = new Place(null, "", 0);

    private final Place outer;
    private final String step;
    private final int line;

    private Place(Place outer, String step, int line) {
        this.outer = outer;
        this.step = step;
        this.line = line;
    }

    /** The document as a whole. */
    public static Place top(int line) {
        return new Place(OUTSIDE, "", line);
    }

    /** The value of a key, which begins in {@code itsLine}. */
    public Place key(String key, int itsLine) {
        String shown = Words.printable(key);
        return new Place(this, isTop() ? shown : "." + shown, itsLine);
    }

    Place item(int index, int itsLine) {
        return new Place(this, "[" + index + "]", itsLine);
    }

    /** The same thing, for a fault in another line of it. */
    public Place inLine(int other) {
        return new Place(outer, step, other);
    }

    /** @return from 1 */
    public int line() {
        return line;
    }

    /** Such as {@code rules.shelf.items[0].fields.price}; empty for the document as a whole. */
    public String path() {
        Deque<String> steps = new ArrayDeque<>();
        for (Place place = this; place.outer != null; place = place.outer) {
            steps.push(place.step);
        }
        return String.join("", steps);
    }

    private boolean isTop() {
        return outer == OUTSIDE;
    }
}
