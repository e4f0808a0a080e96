package caravan.frontier;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What a crawl remembers beside its requests, by kind and name. A note that was put outlives the process as the
 * requests of its frontier do. Thread-safe.
 */
public interface Notes {

    /** What notes are about. */
    enum Kind {
        /** The crawl itself: how far it has come. */
        CRAWL,
        /** A page, by the key of its request: what it was when it was fetched last. */
        PAGE,
        /** A robots.txt, by origin. */
        ROBOTS
    }

    Optional<byte[]> find(Kind kind, String name);

    void put(Kind kind, String name, byte[] note);

    void remove(Kind kind, String name);

    /** Shows all of one kind to {@code reader}, in the order of their names' UTF-8 bytes. */
    void forEach(Kind kind, BiConsumer<String, byte[]> reader);

    /**
     * The same for those behind a name, until {@code reader} says no. Nothing else may be asked of the crawl's home
     * meanwhile.
     *
     * @param after the last name seen; empty to begin with the first
     */
    void readOn(Kind kind, String after, BiPredicate<String, byte[]> reader);

    /** Remembers nothing. */
    Notes NONE = new Notes() {
        @Override
        public Optional<byte[]> find(Kind kind, String name) {
            return Optional.empty();
        }

        @Override
        public void put(Kind kind, String name, byte[] note) {
            // nothing
        }

        @Override
        public void remove(Kind kind, String name) {
            // nothing
        }

        @Override
        public void forEach(Kind kind, BiConsumer<String, byte[]> reader) {
            // nothing
        }

        @Override
        public void readOn(Kind kind, String after, BiPredicate<String, byte[]> reader) {
            // nothing
        }
    };
}
