package caravan.frontier.rocksdb;

import caravan.frontier.Notes;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How keys are written: big-endian, so that their order as bytes is the one in which they are wanted. Immutable.
 *
 * <p>Hosts and requests are known by 64-bit SipHash-2-4 fingerprints, keyed at random per store, so that a hostile site
 * cannot choose URLs that collide; by chance that happens once in 2<sup>64</sup> pairs. What belongs to a host stands
 * together, so that a store could be divided by ranges of hosts.
 */
final class Keys {
    static final byte[] TOTALS = {'t'};
    /** There while a request that is done is new when it is offered again. */
    static final byte[] RELOADS = {'l'};

    static final byte[] FIRST = {};
    /** Longer than any fingerprint, so it comes after the last. */
    static final byte[] AFTER_FINGERPRINTS = {-1, -1, -1, -1, -1, -1, -1, -1, 0};

    static final byte[] GIVEN_UP = {'g'};

    static final byte[] CRAWL_NOTES = {'c'};
    static final byte[] AFTER_CRAWL_NOTES = {'d'};
    static final byte[] AFTER_QUEUE = {'z'};

    static final int PLACE_BYTES = Integer.BYTES + Long.BYTES;

    static final byte READY = 'q';
    static final byte LATER = 'w';
    private static final int HOST_BYTES = 1 + Long.BYTES;

    private final HashFunction hash;

    /** @param secret of the store, for life: two longs */
    Keys(long[] secret) {
        this.hash = Hashing.sipHash24(secret[0], secret[1]);
    }

    long fingerprint(String text) {
        return hash.hashBytes(text.getBytes(StandardCharsets.UTF_8)).asLong();
    }

    static byte[] seen(long fingerprint) {
        return ByteBuffer.allocate(Long.BYTES).putLong(fingerprint).array();
    }

    /** What may go at once: the highest priority first, then the oldest. */
    static byte[] ready(long host, Place place) {
        return put(
                        place,
                        ByteBuffer.allocate(HOST_BYTES + PLACE_BYTES).put(READY).putLong(host))
                .array();
    }

    private static ByteBuffer put(Place place, ByteBuffer into) {
        return into.putInt(~(place.priority() ^ Integer.MIN_VALUE)).putLong(place.number());
    }

    static Place place(byte[] readyKey) {
        return placeAt(readyKey, HOST_BYTES);
    }

    static Place placeAt(byte[] bytes, int offset) {
        ByteBuffer place = ByteBuffer.wrap(bytes, offset, PLACE_BYTES);
        return new Place(~place.getInt() ^ Integer.MIN_VALUE, place.getLong());
    }

    /** Something behind its place. */
    static byte[] placed(Place place, byte[] what) {
        return put(place, ByteBuffer.allocate(PLACE_BYTES + what.length))
                .put(what)
                .array();
    }

    /** @param epochNanos when it may go */
    static byte[] later(long host, long epochNanos, long number) {
        return ByteBuffer.allocate(HOST_BYTES + 2 * Long.BYTES)
                .put(LATER)
                .putLong(host)
                .putLong(epochNanos)
                .putLong(number)
                .array();
    }

    static long dueOf(byte[] laterKey) {
        return ByteBuffer.wrap(laterKey, HOST_BYTES, Long.BYTES).getLong();
    }

    static long numberOf(byte[] laterKey) {
        return ByteBuffer.wrap(laterKey, HOST_BYTES + Long.BYTES, Long.BYTES).getLong();
    }

    /** The host's fingerprint, of a key of either kind. */
    static long hostOf(byte[] queueKey) {
        return ByteBuffer.wrap(queueKey, 1, Long.BYTES).getLong();
    }

    static long givenUpNumber(byte[] givenUpKey) {
        return ByteBuffer.wrap(givenUpKey, 1, Long.BYTES).getLong();
    }

    /** What all keys of one kind and host begin with. */
    static byte[] hostPrefix(byte kind, long host) {
        return ByteBuffer.allocate(HOST_BYTES).put(kind).putLong(host).array();
    }

    static byte[] prefix(byte[] queueKey) {
        return Arrays.copyOf(queueKey, HOST_BYTES);
    }

    static byte[] host(String origin) {
        return named('h', origin);
    }

    static byte[] givenUp(long number) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) 'g')
                .putLong(number)
                .array();
    }

    static byte[] note(Notes.Kind kind, String name) {
        return switch (kind) {
            case CRAWL -> named('c', name);
            case ROBOTS -> named('r', name);
            case PAGE -> name.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** @return the first key after all that begin with {@code prefix}, whose last byte is not the highest there is */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        int last = next.length - 1;
        while (last > 0 && next[last] == (byte) 0xFF) {
            next[last--] = 0;
        }
        next[last]++;
        return Arrays.copyOf(next, last + 1);
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    static String nameOf(byte[] namedKey) {
        return new String(namedKey, 1, namedKey.length - 1, StandardCharsets.UTF_8);
    }

    private static byte[] named(char kind, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put((byte) kind).put(text).array();
    }
}
