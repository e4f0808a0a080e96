package caravan.frontier;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The URLs a crawl has seen, each as a 64-bit fingerprint: 9 to 15 bytes a URL. Not thread-safe: guarded by its owner's
 * lock.
 *
 * <p>Two different URLs share a fingerprint once in 2<sup>64</sup> pairs (with 100 million URLs: one URL lost in about
 * 4,000 crawls). The hash is keyed at random per instance (SipHash-2-4, made for this), so that a hostile site
 * cannot choose URLs that collide.
 *
 * <p>Open addressing with linear probing. The table is cut into segments that grow one at a time, so that growing never
 * needs the double of the whole, nor stops the crawl for long.
 */
public final class SeenUrls {
    private static final int SEGMENT_BITS = 7;
    private static final int FIRST_CAPACITY = 16;
    private static final int ARRAY_HEADER_BYTES = 16;
    /** Marks a free slot; the fingerprint 0 is stored as 1. */
    private static final long FREE = 0;

    private static final long[] UNUSED = {};

    private final HashFunction hash;
    private final long[][] segments = new long[1 << SEGMENT_BITS][];
    private final int[] used = new int[1 << SEGMENT_BITS];
    private long size;

    public SeenUrls() {
        SecureRandom random = new SecureRandom();
        this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
        Arrays.fill(segments, UNUSED);
    }

    /** @return true when the URL is new, and now is remembered */
    public boolean add(String url) {
        long hashed = hash.hashBytes(url.getBytes(StandardCharsets.UTF_8)).asLong();
        long fingerprint = hashed == FREE ? 1 : hashed;
        int number = (int) (fingerprint >>> (Long.SIZE - SEGMENT_BITS));
        long[] segment = segments[number];
        int slot = segment.length == 0 ? 0 : slotOf(fingerprint, segment);
        if (segment.length > 0 && segment[slot] == fingerprint) {
            return false;
        }
        if (used[number] >= limit(segment.length)) {
            segment = grown(segment);
            segments[number] = segment;
            slot = slotOf(fingerprint, segment);
        }
        segment[slot] = fingerprint;
        used[number]++;
        size++;
        return true;
    }

    /** @return how many URLs are remembered */
    public long size() {
        return size;
    }

    /** @return how much memory the fingerprints take */
    public long bytes() {
        long bytes = ARRAY_HEADER_BYTES * 2 + segments.length * 2L * Integer.BYTES;
        for (long[] segment : segments) {
            bytes += ARRAY_HEADER_BYTES + (long) segment.length * Long.BYTES;
        }
        return bytes;
    }

    /** @return where the fingerprint is, or the free slot where it belongs */
    private static int slotOf(long fingerprint, long[] segment) {
        // the low half, spread over any capacity without a division; the high bits chose the segment
        int slot = (int) (((fingerprint & 0xFFFF_FFFFL) * segment.length) >>> Integer.SIZE);
        while (segment[slot] != FREE && segment[slot] != fingerprint) {
            slot = slot + 1 == segment.length ? 0 : slot + 1;
        }
        return slot;
    }

    /** 85 %: fuller, the unsuccessful search of linear probing gets long (23 slots at 85 %, 50 at 90 %). */
    private static int limit(int capacity) {
        return (int) (capacity * 85L / 100);
    }

    private static long[] grown(long[] segment) {
        long[] larger = new long[Math.max(FIRST_CAPACITY, Math.addExact(segment.length, segment.length / 2))];
        for (long fingerprint : segment) {
            if (fingerprint != FREE) {
                larger[slotOf(fingerprint, larger)] = fingerprint;
            }
        }
        return larger;
    }
}
