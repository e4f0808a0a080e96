package caravan.frontier.rocksdb;

import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * What all stores of a process share outside the heap: one cache of blocks, indexes and filters, in whose size the
 * buffers of what was written last are counted. Thread-safe. Closed after the last store.
 */
final class RocksMemory implements AutoCloseable {
    private static final long BUFFER_BYTES = 16L << 20;
    private static final long LEVEL_BYTES = 64L << 20;
    /** A store that does little takes little: four of these, at most. */
    private static final long ARENA_BYTES = 8L << 10;

    private static final long MAX_WAL_BYTES = 64L << 20;
    /** Few parts: a part must hold a good many blocks, or what is needed all the time does not stay in it. */
    private static final int SHARD_BITS = 2;

    private static final int FILTER_BITS_PER_KEY = 10;

    /** Large enough that many looks at once share one, small enough to be read for one look. */
    private static final long PARTITION_BYTES = 32L << 10;

    /** Logs that are missing or cut short are noticed; there is no setter for it. */
    private static final Properties VERIFIED = new Properties();
    /** What comes in the order of its keys is put next to the one before; there is no setter for it. */
    private static final Properties IN_ORDER = new Properties();

    static {
        VERIFIED.setProperty("track_and_verify_wals_in_manifest", "true");
        IN_ORDER.setProperty("memtable_insert_with_hint_prefix_extractor", "rocksdb.FixedPrefix.1");
    }

    private final Cache cache;
    private final WriteBufferManager buffers;
    private final Filter filter;

    /** @param bytes for everything together */
    RocksMemory(long bytes) {
        Native.load();
        cache = new LRUCache(bytes, SHARD_BITS);
        buffers = new WriteBufferManager(bytes * 3 / 8, cache);
        filter = new BloomFilter(FILTER_BITS_PER_KEY, false);
    }

    /** @param create whether there is no database yet */
    DBOptions databaseOptions(boolean create) {
        return DBOptions.getDBOptionsFromProps(VERIFIED)
                .setWriteBufferManager(buffers)
                .setCreateIfMissing(create)
                .setCreateMissingColumnFamilies(create)
                // a torn last write is what a crash leaves; anything else that is amiss must be told
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setMaxTotalWalSize(MAX_WAL_BYTES)
                .setMaxBackgroundJobs(2)
                .setAvoidFlushDuringShutdown(true)
                .setAvoidUnnecessaryBlockingIO(true)
                .setAllowFAllocate(false)
                .setMaxOpenFiles(256)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1L << 20)
                .setStatsDumpPeriodSec(0);
    }

    ColumnFamilyOptions columnOptions(Column column) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(PARTITION_BYTES)
                .setFormatVersion(5);
        ColumnFamilyOptions options = ColumnFamilyOptions.getColumnFamilyOptionsFromProps(IN_ORDER)
                .setWriteBufferSize(BUFFER_BYTES)
                .setArenaBlockSize(ARENA_BYTES)
                .setMaxBytesForLevelBase(LEVEL_BYTES)
                .setTargetFileSizeBase(BUFFER_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
        if (column == Column.QUEUE) {
            table.setBlockSize(8L << 10);
        } else {
            table.setFilterPolicy(filter);
        }
        if (column == Column.SEEN) {
            options.setCompressionType(CompressionType.NO_COMPRESSION); // fingerprints are noise
        }
        return options.setTableFormatConfig(table);
    }

    @Override
    public void close() {
        buffers.close();
        cache.close();
        filter.close();
    }
}
