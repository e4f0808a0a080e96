package caravan.task;

import java.time.Duration;

/**
 * How pages that were fetched before are looked at again.
 *
 * @param min       shortest time between two looks at a page; zero, with {@code max}, for every page in every run
 * @param max       longest such time
 * @param unchanged what is done with a page that has not changed
 */
public record Recrawl(Duration min, Duration max, Unchanged unchanged) {
    /** Every page in every run, and nothing of those that have not changed. */
    public static final Recrawl DEFAULT = new Recrawl(Duration.ZERO, Duration.ZERO, Unchanged.SKIP);

    /** What a page that has not changed gives. */
    public enum Unchanged {
        /** Nothing: it is not even downloaded, where its server can tell. */
        SKIP,
        /** Its items once more: it is always downloaded. */
        ITEMS
    }

    public Recrawl {
        boolean adapts = !max.isZero() || !min.isZero();
        if (adapts && (min.toMillis() < 1000 || max.compareTo(min) < 0)) {
            throw new IllegalArgumentException("recrawl needs a min of 1s or more, and a max that is not shorter");
        }
    }

    /** Whether pages have an interval of their own, by how often they change. */
    public boolean adapts() {
        return !max.isZero();
    }
}
