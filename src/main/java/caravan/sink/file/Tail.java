package caravan.sink.file;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Finds where the last whole entry of a file ends: what a crash left behind it is no use to anybody. */
@FunctionalInterface
public interface Tail {
    /** Nothing of what is there is kept. */
    Tail NOTHING = channel -> 0;

    /** Lines that end with a line feed. */
    Tail LINES = LineTail::wholeBytes;

    /** Records of CSV (RFC 4180): a line feed within quotes ends none. */
    Tail CSV_RECORDS = CsvTail::wholeBytes;

    /** Members of gzip (RFC 1952), one after another. */
    Tail GZIP_MEMBERS = GzipTail::wholeBytes;

    /** @return length of the file without what is not whole at its end */
    long wholeBytes(FileChannel channel) throws IOException;
}
