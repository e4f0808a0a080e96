package caravan.frontier.rocksdb;

import java.nio.ByteBuffer;

/**
 * The counts of a store, written with every change.
 *
 * @param outstanding requests queued or lent
 * @param seen        requests that were new
 * @param givenUp     requests on the list of those
 * @param nextNumber  greater than any that was given out
 */
record Totals(long outstanding, long seen, long givenUp, long nextNumber) {
    static final Totals NONE = new Totals(0, 0, 0, 0);

    byte[] write() {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(outstanding)
                .putLong(seen)
                .putLong(givenUp)
                .putLong(nextNumber)
                .array();
    }

    /** Those of a store; {@link #NONE} of a new one. */
    static Totals in(Database database) {
        return database.get(Column.MAIN, Keys.TOTALS).map(Totals::read).orElse(NONE);
    }

    private static Totals read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Totals(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }
}
