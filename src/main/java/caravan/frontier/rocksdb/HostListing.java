package caravan.frontier.rocksdb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds the hosts with most to do. Holds as many as are asked for, however many there are. For one use. */
final class HostListing {
    private static final byte[] FIRST_NOTE = Keys.host("");
    private static final Comparator<StoredCrawl.Host> MOST_FIRST = Comparator.comparingLong(
                    (StoredCrawl.Host host) -> host.queued() + host.waiting())
            .reversed()
            .thenComparing(StoredCrawl.Host::origin);

    private final Database database;
    private final Keys keys;
    private final Instant now = Instant.now();

    HostListing(Database database, Keys keys) {
        this.database = database;
        this.keys = keys;
    }

    List<StoredCrawl.Host> most(int limit) {
        PriorityQueue<StoredCrawl.Host> most = new PriorityQueue<>(MOST_FIRST.reversed());
        QueuedHosts.forEach(database, true, host -> {
            StoredCrawl.Host last = most.peek();
            if (most.size() < limit || last.queued() + last.waiting() <= host.ready() + host.waiting()) {
                add(
                        host(host.origin(), host.ready(), host.waiting(), StoredHost.in(database, host.origin())),
                        most,
                        limit);
            }
        });
        if (most.size() < limit) {
            addIdle(most, limit);
        }
        List<StoredCrawl.Host> sorted = new ArrayList<>(most);
        sorted.sort(MOST_FIRST);
        return sorted;
    }

    private static void add(StoredCrawl.Host host, PriorityQueue<StoredCrawl.Host> most, int limit) {
        most.add(host);
        if (most.size() > limit) {
            most.poll();
        }
    }

    /** Those with nothing queued, of which there is something to tell. */
    private void addIdle(PriorityQueue<StoredCrawl.Host> most, int limit) {
        database.scan(Column.MAIN, cursor -> {
            for (cursor.seek(FIRST_NOTE);
                    cursor.isValid() && Keys.startsWith(cursor.key(), FIRST_NOTE);
                    cursor.next()) {
                String origin = Keys.nameOf(cursor.key());
                StoredCrawl.Host host = host(origin, 0, 0, StoredHost.read(cursor.value()));
                boolean hasSetbacks = host.setbacks() > 0
                        || host.restUntil().isPresent()
                        || !host.reason().isEmpty();
                if (hasSetbacks && isIdle(origin)) {
                    add(host, most, limit);
                }
            }
        });
    }

    private boolean isIdle(String origin) {
        long host = keys.fingerprint(origin);
        boolean[] idle = {true};
        database.read(Column.QUEUE, cursor -> {
            for (byte kind : new byte[] {Keys.READY, Keys.LATER}) {
                byte[] prefix = Keys.hostPrefix(kind, host);
                cursor.seek(prefix);
                idle[0] &= !cursor.isValid() || !Keys.startsWith(cursor.key(), prefix);
            }
        });
        return idle[0];
    }

    private StoredCrawl.Host host(String origin, long queued, long waiting, StoredHost note) {
        return new StoredCrawl.Host(
                origin, queued, waiting, note.restUntil(now), note.crawlDelay(), note.setbacks(), note.reason());
    }
}
