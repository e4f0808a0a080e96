package caravan.frontier.rocksdb;

import java.nio.charset.StandardCharsets;

/** The column families of a store, in the order in which they are opened. */
enum Column {
    /** Totals, hosts, what was given up, small notes: see {@link Keys}. */
    MAIN("default"),
    /** A fingerprint for every request that was new, with nothing. */
    SEEN("seen"),
    /** What is queued or lent, by host, priority and age; and by host and time what has to wait for its time. */
    QUEUE("queue"),
    /** What is remembered of pages, by the keys of their requests. */
    PAGES("pages");

    private final String id;

    Column(String id) {
        this.id = id;
    }

    byte[] id() {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
