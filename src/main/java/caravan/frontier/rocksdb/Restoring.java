package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import caravan.frontier.NanoClock;
import java.util.HashMap;
import java.util.Map;
import org.rocksdb.RocksIterator;

/**
 * Finds the hosts that an earlier process left something queued for. It looks at the first entry of each and passes
 * over the others, so that it takes some microseconds a host, however long their queues are.
 *
 * @param ready     whether something may go at once
 * @param nextLater when the first of the others may go; {@link Long#MAX_VALUE} for never
 */
record Restoring(boolean ready, long nextLater) {

    /** @return by origin */
    static Map<String, Restoring> from(Database database, NanoClock clock) {
        Map<String, Restoring> hosts = new HashMap<>();
        database.scan(Column.QUEUE, cursor -> {
            for (cursor.seekToFirst(); cursor.isValid(); cursor.seek(Keys.after(Keys.prefix(cursor.key())))) {
                add(cursor, clock, hosts);
            }
        });
        return hosts;
    }

    private static void add(RocksIterator cursor, NanoClock clock, Map<String, Restoring> hosts) {
        String origin = RequestJson.read(cursor.value()).origin();
        byte[] key = cursor.key();
        Restoring known = hosts.getOrDefault(origin, new Restoring(false, Long.MAX_VALUE));
        hosts.put(
                origin,
                key[0] == Keys.READY
                        ? new Restoring(true, known.nextLater())
                        : new Restoring(known.ready(), clock.fromWall(Keys.dueOf(key))));
    }
}
