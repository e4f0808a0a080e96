package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.rocksdb.RocksIterator;

/**
 * Finds the requests that would go first. Holds as many as are asked for, however many there are. For one use.
 *
 * <p>What is noted tells when hosts may be asked and what stands where in their queues; delays between requests are not
 * gone into, so hosts are taken to answer equally fast.
 */
final class QueueListing {
    private static final Comparator<Entry> FIRST_FIRST =
            Comparator.comparing(Entry::at).thenComparingLong(Entry::turn).thenComparingLong(Entry::number);

    private final Database database;
    private final int limit;
    private final Instant now = Instant.now();
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(FIRST_FIRST.reversed());

    /**
     * @param at   when it may go; not before now
     * @param turn how many of its host go before it
     */
    private record Entry(Instant at, long turn, long number, byte[] request) {}

    QueueListing(Database database, int limit) {
        this.database = database;
        this.limit = limit;
    }

    void add(String origin, long host) {
        Instant free = StoredHost.in(database, origin).restUntil(now).orElse(now);
        database.scan(Column.QUEUE, cursor -> {
            long turn = addAll(cursor, Keys.READY, host, free, 0);
            addAll(cursor, Keys.LATER, host, free, turn);
        });
    }

    /** @return the turn of what goes after them */
    private long addAll(RocksIterator cursor, byte kind, long host, Instant free, long firstTurn) {
        byte[] prefix = Keys.hostPrefix(kind, host);
        long turn = firstTurn;
        cursor.seek(prefix);
        boolean takes = true;
        while (takes && cursor.isValid() && Keys.startsWith(cursor.key(), prefix)) {
            byte[] key = cursor.key();
            takes = kind == Keys.READY
                    ? take(free, turn, Keys.place(key).number(), cursor)
                    : take(later(due(key), free), turn, Keys.numberOf(key), cursor);
            turn++;
            cursor.next();
        }
        return turn;
    }

    /** @return whether it, and so maybe what goes after it, is among the first */
    private boolean take(Instant at, long turn, long number, RocksIterator cursor) {
        boolean full = entries.size() == limit;
        if (full && FIRST_FIRST.compare(new Entry(at, turn, number, new byte[0]), entries.peek()) > 0) {
            return false;
        }
        entries.add(new Entry(at, turn, number, cursor.value()));
        if (full) {
            entries.poll();
        }
        return true;
    }

    private static Instant due(byte[] laterKey) {
        return Instant.EPOCH.plus(Keys.dueOf(laterKey), ChronoUnit.NANOS);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    List<QueuedRequest> first() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(FIRST_FIRST);
        return sorted.stream()
                .map(entry -> new QueuedRequest(
                        RequestJson.read(entry.request()),
                        Optional.of(entry.at()).filter(now::isBefore)))
                .toList();
    }
}
