package caravan.sink.file;

import java.io.Closeable;
import java.io.IOException;

/** Writes batches somewhere, each whole or not at all. For one thread at a time. */
public interface BatchWriter extends Closeable {
    /**
     * @param body of a message
     * @throws IOException              naming the file that could not be written; nothing of the batch is anywhere then
     * @throws IllegalArgumentException where it is nothing that can be written here
     */
    void write(Object body) throws IOException;

    /** Whether time alone can make something due. */
    default boolean ticks() {
        return false;
    }

    /** Does what is due; called every second where {@link #ticks} says so, also while nothing is written. */
    default void tick() throws IOException {}
}
