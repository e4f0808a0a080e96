package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import caravan.frontier.NanoClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.rocksdb.RocksIterator;

/**
 * Finds the hosts that an earlier process left something queued for. It looks at the first entry of each and passes
 * over the others, so that it takes some microseconds a host, however long their queues are.
 *
 * @param ready     whether something may go at once
 * @param nextLater when the first of the others may go; {@link Long#MAX_VALUE} for never
 */
record Restoring(boolean ready, long nextLater) {
    /** A power of two. */
    private static final int PARTS = 4;

    /** @return by origin, in the order of the store, in which their queues are read at the least cost */
    static Map<String, Restoring> from(Database database, NanoClock clock) {
        List<Map<String, Restoring>> parts = IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> part(part, database, clock))
                .toList();
        Map<String, Restoring> hosts = new LinkedHashMap<>();
        parts.forEach(hosts::putAll);
        return hosts;
    }

    /** Hosts are spread evenly, and each is in one part only. */
    private static Map<String, Restoring> part(int part, Database database, NanoClock clock) {
        Map<String, Restoring> hosts = new LinkedHashMap<>();
        long each = 1L << (Long.SIZE - Integer.numberOfTrailingZeros(PARTS));
        long first = part * each;
        long last = first + each - 1;
        for (byte kind : new byte[] {Keys.READY, Keys.LATER}) {
            database.scan(Column.QUEUE, cursor -> {
                cursor.seek(Keys.hostPrefix(kind, first));
                while (cursor.isValid() && isUpTo(last, kind, cursor.key())) {
                    add(cursor, clock, hosts);
                    cursor.seek(Keys.after(Keys.prefix(cursor.key())));
                }
            });
        }
        return hosts;
    }

    private static boolean isUpTo(long lastHost, byte kind, byte[] key) {
        return key[0] == kind && Long.compareUnsigned(Keys.hostOf(key), lastHost) <= 0;
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
