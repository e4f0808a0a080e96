package caravan.frontier.rocksdb;

import java.util.Comparator;

/**
 * Where a request stands in its host's queue: the highest priority comes first, then the lowest number.
 *
 * @param number grows with every request that is queued
 */
record Place(int priority, long number) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::priority).reversed().thenComparingLong(Place::number);

    static final Place BEFORE_ALL = new Place(Integer.MAX_VALUE, Long.MIN_VALUE);

    /** The place after this one that comes first. */
    Place next() {
        return new Place(priority, number + 1);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
