package caravan.frontier.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What an open database is made of; it is freed in this order. */
record Opened(RocksDB db, List<ColumnFamilyHandle> columns, List<AutoCloseable> options) implements AutoCloseable {

    /** @param create whether there is none yet */
    static Opened open(Path folder, RocksMemory memory, boolean readOnly, boolean create) throws RocksDBException {
        List<AutoCloseable> options = new ArrayList<>();
        List<ColumnFamilyDescriptor> columns = new ArrayList<>();
        for (Column column : Column.values()) {
            ColumnFamilyOptions its = memory.columnOptions(column);
            options.add(its);
            columns.add(new ColumnFamilyDescriptor(column.id(), its));
        }
        DBOptions all = memory.databaseOptions(create);
        options.add(all);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            if (readOnly) {
                all.setMaxOpenFiles(-1); // at once, so that none goes that the process which writes deletes meanwhile
                return new Opened(RocksDB.openReadOnly(all, folder.toString(), columns, handles), handles, options);
            }
            return new Opened(RocksDB.open(all, folder.toString(), columns, handles), handles, options);
        } catch (RocksDBException e) {
            options.forEach(Opened::free);
            throw e;
        }
    }

    @Override
    public void close() {
        columns.forEach(ColumnFamilyHandle::close);
        db.close();
        options.forEach(Opened::free);
    }

    private static void free(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
