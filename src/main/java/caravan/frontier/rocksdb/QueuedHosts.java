package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import java.util.function.Consumer;
import org.rocksdb.RocksIterator;

/** Goes over the hosts of a store with something queued, in the order of their fingerprints and in constant memory. */
final class QueuedHosts {
    private static final byte[] FIRST_READY = {Keys.READY};
    private static final byte[] FIRST_LATER = {Keys.LATER};

    private QueuedHosts() {}

    /**
     * A host with something queued; numbers are not more than 1 where they were not asked for.
     *
     * @param ready   what may go when its turn comes
     * @param waiting what waits for a time of its own
     */
    record QueuedHost(long fingerprint, String origin, long ready, long waiting) {}

    /** @param count whether to go over all that is queued; else over its hosts alone, at some microseconds each */
    static void forEach(Database database, boolean count, Consumer<QueuedHost> reader) {
        database.scan(
                Column.QUEUE,
                ready -> database.scan(Column.QUEUE, later -> {
                    ready.seek(FIRST_READY);
                    later.seek(FIRST_LATER);
                    Side[] sides = {new Side(ready, Keys.READY, count), new Side(later, Keys.LATER, count)};
                    while (sides[0].isValid() || sides[1].isValid()) {
                        reader.accept(next(sides[0], sides[1]));
                    }
                }));
    }

    private static QueuedHost next(Side ready, Side later) {
        boolean readyFirst =
                !later.isValid() || ready.isValid() && Long.compareUnsigned(ready.host(), later.host()) <= 0;
        Side first = readyFirst ? ready : later;
        long host = first.host();
        String origin = RequestJson.read(first.cursor().value()).origin();
        return new QueuedHost(host, origin, ready.pass(host), later.pass(host));
    }

    /** How many requests are queued for a host, in whatever way. */
    static long count(Database database, long host) {
        long[] count = {0};
        database.read(Column.QUEUE, cursor -> {
            for (byte kind : new byte[] {Keys.READY, Keys.LATER}) {
                cursor.seek(Keys.hostPrefix(kind, host));
                count[0] += new Side(cursor, kind, true).pass(host);
            }
        });
        return count[0];
    }

    /** One kind of entries; the cursor stands at the first of the next host. */
    private record Side(RocksIterator cursor, byte kind, boolean count) {
        boolean isValid() {
            return cursor.isValid() && cursor.key()[0] == kind;
        }

        long host() {
            return Keys.hostOf(cursor.key());
        }

        /** Passes over the entries of a host. @return how many they are */
        long pass(long host) {
            long passed = 0;
            while (isValid() && host() == host) {
                passed++;
                if (count) {
                    cursor.next();
                } else {
                    cursor.seek(Keys.after(Keys.hostPrefix(kind, host)));
                }
            }
            return passed;
        }
    }
}
