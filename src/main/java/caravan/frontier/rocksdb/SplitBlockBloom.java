package caravan.frontier.rocksdb;

/**
 * A Bloom filter for fingerprints, which are hashes already: what is asked for one stands in one line of the
 * processor's cache. It is Apache Parquet's split block Bloom filter (from Putze et al., Cache-, Hash- and
 * Space-Efficient Bloom Filters, 2007), in memory only. Not thread-safe.
 */
final class SplitBlockBloom {
    /** With so many for each of those it was made for, it takes less than one in a hundred others for held. */
    private static final int BITS_EACH = 11;

    private static final int WORDS = 8;
    /** Odd numbers, as Parquet's format has them, that make eight bits of one number. */
    private static final int[] SALT = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private final int[] words;
    private final int blocks;

    /** @param madeFor how many fingerprints */
    SplitBlockBloom(int madeFor) {
        blocks = blocks(madeFor);
        words = new int[blocks * WORDS];
    }

    private static int blocks(long madeFor) {
        return (int) (madeFor * BITS_EACH / (WORDS * Integer.SIZE)) + 1;
    }

    /** What one takes that is made for so many. */
    static long bytes(int madeFor) {
        return blocks(madeFor) * (long) WORDS * Integer.BYTES;
    }

    void add(long fingerprint) {
        int block = block(fingerprint);
        for (int i = 0; i < WORDS; i++) {
            words[block + i] |= bit((int) fingerprint, i);
        }
    }

    boolean mayHold(long fingerprint) {
        int block = block(fingerprint);
        for (int i = 0; i < WORDS; i++) {
            if ((words[block + i] & bit((int) fingerprint, i)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** By the high half; the low one makes the bits. */
    private int block(long fingerprint) {
        return (int) (((fingerprint >>> Integer.SIZE) * blocks) >>> Integer.SIZE) * WORDS;
    }

    private static int bit(int number, int word) {
        return 1 << ((number * SALT[word]) >>> (Integer.SIZE - 5));
    }
}
