package caravan.frontier.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The requests of one host that are in memory, in the order of their places. Each is one array, its place before it, as
 * there are a few of them for each of all hosts. Not thread-safe: guarded by the frontier's lock.
 */
final class Window {
    private static final Comparator<byte[]> BY_PLACE =
            (one, other) -> Arrays.compareUnsigned(one, 0, Keys.PLACE_BYTES, other, 0, Keys.PLACE_BYTES);

    /** An array's header and padding, and the reference to it. */
    private static final int OVERHEAD_BYTES = 24;

    private final Windows.Share room;
    /** The last one first, so that taking the first moves none. */
    private List<byte[]> backwards = new ArrayList<>(0);

    /** @param room that its requests take */
    Window(Windows.Share room) {
        this.room = room;
    }

    /** A request as it was written, and where it stands. */
    record Entry(Place place, byte[] request) {
        private static Entry of(byte[] placed) {
            return new Entry(Keys.placeAt(placed, 0), Arrays.copyOfRange(placed, Keys.PLACE_BYTES, placed.length));
        }
    }

    int size() {
        return backwards.size();
    }

    boolean isEmpty() {
        return backwards.isEmpty();
    }

    void add(Place place, byte[] request) {
        byte[] placed = Keys.placed(place, request);
        backwards.add(-Collections.binarySearch(backwards, placed, BY_PLACE.reversed()) - 1, placed);
        room.add(bytes(placed));
    }

    /** There must be one. */
    Entry takeFirst() {
        byte[] first = backwards.remove(backwards.size() - 1);
        room.add(-bytes(first));
        if (backwards.isEmpty()) {
            backwards = new ArrayList<>(0); // an empty list keeps its array
        }
        return Entry.of(first);
    }

    /** Leaves the first so many, of which there must be one. @return where the last of them stands */
    Place cutTo(int most) {
        List<byte[]> surplus = backwards.subList(0, backwards.size() - most);
        surplus.forEach(placed -> room.add(-bytes(placed)));
        surplus.clear();
        return Keys.placeAt(backwards.get(0), 0);
    }

    void clear() {
        backwards.forEach(placed -> room.add(-bytes(placed)));
        backwards = new ArrayList<>(0);
    }

    private static long bytes(byte[] placed) {
        return OVERHEAD_BYTES + (long) placed.length;
    }
}
