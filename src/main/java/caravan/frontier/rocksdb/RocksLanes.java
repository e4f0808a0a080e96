package caravan.frontier.rocksdb;

import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import caravan.frontier.Held;
import caravan.frontier.Lanes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The queue of one host on disk, with a window on its head in memory. What is lent stays on disk, at its place, until
 * it has ended; so a process that is killed leaves it there. Not thread-safe: guarded by the frontier's lock.
 *
 * <p>What holds: everything that may go and stands no later than {@code read} is in the window or lent; what stands
 * later is on disk alone, and there is some if and only if {@code more}.
 */
final class RocksLanes implements Lanes {
    private static final long NEVER = Long.MAX_VALUE;

    private final RocksStore store;
    private final long host;
    private final Window window;
    private final Set<Place> lent = new HashSet<>();
    private Place read = Place.BEFORE_ALL;
    private boolean more;
    private long nextLater;

    /**
     * @param host      its fingerprint
     * @param more      whether something that may go is on disk
     * @param nextLater when the first of those that wait for their time may go
     */
    RocksLanes(RocksStore store, long host, boolean more, long nextLater) {
        this.store = store;
        this.window = new Window(store.windows());
        this.host = host;
        this.more = more;
        this.nextLater = nextLater;
    }

    /** One of a host of which nothing is on disk. */
    RocksLanes(RocksStore store, long host) {
        this(store, host, false, NEVER);
    }

    @Override
    public void addLast(Request request) {
        add(request.priority(), RequestJson.write(request));
    }

    private void add(int priority, byte[] request) {
        Place place = new Place(priority, store.nextNumber());
        store.writer().put(Column.QUEUE, Keys.ready(host, place), request);
        if (place.compareTo(read) < 0) {
            window.add(place, request);
            shorten();
        } else if (!more && window.size() < store.windows().toKeep()) {
            window.add(place, request);
            read = place;
        } else {
            more = true;
        }
    }

    /** Leaves to the disk what stands last, when requests that go before the others have made it too long. */
    private void shorten() {
        int most = store.windows().toRead();
        if (window.size() > 2 * most) {
            read = window.cutTo(most);
            more = true;
        }
    }

    @Override
    public void putBack(Held held) {
        Place place = (Place) held.place();
        lent.remove(place);
        if (!more || place.compareTo(read) <= 0) {
            window.add(place, RequestJson.write(held.request()));
            read = place.compareTo(read) > 0 ? place : read;
        }
    }

    @Override
    public void addLater(Request request, long due) {
        byte[] key = Keys.later(host, store.clock().toWall(due), store.nextNumber());
        store.writer().put(Column.QUEUE, key, RequestJson.write(request));
        nextLater = Math.min(nextLater, due);
    }

    @Override
    public Held poll(long now) {
        while (nextLater <= now && !store.writer().isStopped()) {
            takeIn(now);
        }
        if (window.isEmpty()) {
            store.writer().write();
            fill();
        }
        if (window.isEmpty()) {
            return null; // what was put has not been written, and will not be
        }
        Window.Entry first = window.takeFirst();
        lent.add(first.place());
        return new Held(RequestJson.read(first.request()), first.place());
    }

    /** Puts into their lanes some of those whose time has come. */
    private void takeIn(long now) {
        store.writer().write();
        List<byte[]> requests = new ArrayList<>();
        readLater(now, store.windows().toRead(), requests);
        requests.forEach(request -> add(RequestJson.read(request).priority(), request));
    }

    /** Takes off the disk those that wait, up to a time and a number. All that was gathered must be written. */
    private void readLater(long until, int limit, List<byte[]> into) {
        long before = into.size();
        byte[] prefix = Keys.hostPrefix(Keys.LATER, host);
        nextLater = NEVER;
        store.database().read(Column.QUEUE, cursor -> {
            for (cursor.seek(prefix); cursor.isValid() && nextLater == NEVER; cursor.next()) {
                byte[] key = cursor.key();
                if (!Keys.startsWith(key, prefix)) {
                    return;
                }
                long due = store.clock().fromWall(Keys.dueOf(key));
                if (due > until || into.size() - before == limit) {
                    nextLater = due;
                } else {
                    into.add(cursor.value());
                    store.writer().delete(Column.QUEUE, key);
                }
            }
        });
    }

    /** Reads on, and looks whether there is more after that. All that was put must be written. */
    private void fill() {
        byte[] prefix = Keys.hostPrefix(Keys.READY, host);
        int limit = store.windows().toRead();
        more = false;
        store.database().read(Column.QUEUE, cursor -> {
            cursor.seek(read == Place.BEFORE_ALL ? prefix : Keys.ready(host, read.next()));
            for (; cursor.isValid() && !more; cursor.next()) {
                byte[] key = cursor.key();
                if (!Keys.startsWith(key, prefix)) {
                    return;
                }
                Place place = Keys.place(key);
                if (lent.contains(place)) {
                    continue;
                }
                if (window.size() == limit) {
                    more = true;
                } else {
                    window.add(place, cursor.value());
                    read = place;
                }
            }
        });
    }

    @Override
    public void ended(Held held) {
        Place place = (Place) held.place();
        lent.remove(place);
        store.writer().delete(Column.QUEUE, Keys.ready(host, place));
    }

    @Override
    public long due() {
        return window.isEmpty() && !more ? nextLater : 0;
    }

    @Override
    public boolean isEmpty() {
        return window.isEmpty() && !more && nextLater == NEVER;
    }

    @Override
    public List<Request> take(int limit) {
        store.writer().write(); // and not in between, so that what is taken goes from the disk with what becomes of it
        if (store.writer().isStopped()) {
            return List.of(); // they would be there again the next time
        }
        List<byte[]> taken = new ArrayList<>();
        while (taken.size() < limit && (!window.isEmpty() || more)) {
            if (window.isEmpty()) {
                fill();
            }
            Window.Entry first = window.takeFirst();
            store.writer().delete(Column.QUEUE, Keys.ready(host, first.place()));
            taken.add(first.request());
        }
        if (taken.size() < limit && nextLater != NEVER) {
            readLater(NEVER, limit - taken.size(), taken);
        }
        return taken.stream().map(RequestJson::read).toList();
    }

    @Override
    public void clear() {
        window.clear();
        read = Place.BEFORE_ALL;
        more = false;
        nextLater = NEVER;
    }
}
