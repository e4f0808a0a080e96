package caravan.frontier.rocksdb;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.rocksdb.ByteBufferGetStatus;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Looks many fingerprints up at once. The short way, {@code multiGetAsList}, takes what cannot be read for absent. */
final class SeenLookup {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocateDirect(0);

    private SeenLookup() {}

    /** @throws RocksDBException when one cannot be read */
    static boolean[] holds(RocksDB database, ColumnFamilyHandle seen, List<Long> fingerprints) throws RocksDBException {
        int number = fingerprints.size();
        List<ByteBufferGetStatus> answers = database.multiGetByteBuffers(
                Collections.nCopies(number, seen), keys(fingerprints), Collections.nCopies(number, NO_VALUE));
        boolean[] held = new boolean[number];
        for (int i = 0; i < number; i++) {
            held[i] = isThere(answers.get(i).status);
        }
        return held;
    }

    private static List<ByteBuffer> keys(List<Long> fingerprints) {
        ByteBuffer all = ByteBuffer.allocateDirect(fingerprints.size() * Long.BYTES);
        fingerprints.forEach(all::putLong);
        return IntStream.range(0, fingerprints.size())
                .mapToObj(i -> all.slice(i * Long.BYTES, Long.BYTES))
                .toList();
    }

    private static boolean isThere(Status status) throws RocksDBException {
        return switch (status.getCode()) {
            case Ok -> true;
            case NotFound -> false;
            default -> throw new RocksDBException(status);
        };
    }
}
