package caravan.sink.file;

import java.io.IOException;

/** How a batch is written into a file. For one thread at a time. */
public interface RowFormat {
    /**
     * @param body of a message
     * @param file to write to, which may be rotated first
     * @return the file and what the batch adds to it, which is not written yet
     * @throws IllegalArgumentException where the body is nothing that can be written so
     */
    FileSet.Addition prepare(Object body, RotatingFile file) throws IOException;

    /** How files of this format end when they are whole. */
    Tail tail();
}
