package caravan.frontier.rocksdb;

import org.rocksdb.RocksDBException;

/** Makes a store that of a new run: nothing queued, nothing seen; what is known of hosts and pages stays. */
final class NextRun {
    private NextRun() {}

    static void prepare(Database database) {
        Totals before = Totals.in(database);
        try {
            database.change(batch -> {
                batch.deleteRange(database.handle(Column.QUEUE), Keys.FIRST, Keys.AFTER_QUEUE);
                batch.deleteRange(database.handle(Column.SEEN), Keys.FIRST, Keys.AFTER_FINGERPRINTS);
                batch.deleteRange(database.handle(Column.MAIN), Keys.givenUp(0), Keys.givenUp(Long.MAX_VALUE));
                batch.deleteRange(database.handle(Column.MAIN), Keys.CRAWL_NOTES, Keys.AFTER_CRAWL_NOTES);
                batch.put(database.handle(Column.MAIN), Keys.TOTALS, new Totals(0, 0, 0, before.nextNumber()).write());
            });
        } catch (RocksDBException e) {
            throw database.told(e);
        }
    }
}
