package caravan.sink.file;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that grows by whole batches: one that could not be written whole leaves the file as it was before, so that
 * trying again neither tears nor doubles anything. It is locked for other processes while it is open. For one thread at
 * a time.
 *
 * <p>A device or a pipe can be written too; of those nothing is taken back.
 */
public final class BatchFile implements Closeable {
    private final Path path;
    private final String name;
    private final boolean regular;
    private FileChannel channel;
    private Object identity;
    private long end;
    private boolean closed;

    private BatchFile(Path path, String name, boolean regular) {
        this.path = path;
        this.name = name;
        this.regular = regular;
    }

    /** Standard output; closing it leaves it open for others. */
    @SuppressWarnings("resource") // standard output is not ours to close
    public static BatchFile standardOutput() {
        BatchFile file = new BatchFile(Path.of("-"), "standard output", false);
        file.channel = new FileOutputStream(FileDescriptor.out).getChannel();
        return file;
    }

    /**
     * Goes on after what the file holds; where there is none it is created.
     *
     * @param tail says how much of what is there is whole; the rest, which a crash left unfinished, is cut off
     * @throws WriteFailure also where another process, or somebody else in this one, has it open
     */
    public static BatchFile open(Path path, Tail tail) throws WriteFailure {
        BatchFile file = new BatchFile(path, path.toString(), Files.notExists(path) || Files.isRegularFile(path));
        try {
            file.openChannel();
            file.repair(tail);
            return file;
        } catch (IOException e) {
            file.closeQuietly(e);
            throw e instanceof WriteFailure told ? told : new WriteFailure(file.name, e);
        }
    }

    private void openChannel() throws IOException {
        if (!regular) {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
            return;
        }
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock();
            Object found = keyOf(path);
            if (identity != null && !identity.equals(found)) {
                throw new WriteFailure(name, "another file has come to its place");
            }
            identity = found;
        } catch (IOException e) {
            closeQuietly(e); // what is not locked must not be taken for what is
            throw e;
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new WriteFailure(name, "another process is writing it");
            }
        } catch (OverlappingFileLockException e) {
            throw new WriteFailure(name, "another sink of this process is writing it");
        }
    }

    private void repair(Tail tail) throws IOException {
        if (regular) {
            end = tail.wholeBytes(channel);
            channel.truncate(end);
        }
    }

    /**
     * Appends all of it or nothing.
     *
     * @throws WriteFailure when it was nothing
     */
    public void append(byte[] bytes) throws WriteFailure {
        long before = end;
        try {
            restore();
            before = end;
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                end += regular ? channel.write(left, end) : channel.write(left);
            }
        } catch (IOException e) {
            WriteFailure told = new WriteFailure(name, e);
            cutBackTo(before, told);
            throw told;
        }
    }

    /**
     * Takes back what was appended after the file had this length. Where that fails, it is done before the next append.
     *
     * @param told is what made that necessary; a failure to do it at once is added to it
     */
    public void cutBackTo(long length, Exception told) {
        end = length;
        try {
            if (regular) {
                channel.truncate(length);
            }
        } catch (IOException e) {
            told.addSuppressed(e);
        }
    }

    /** An interrupted thread closes its channel, and what was to be cut off may still be there. */
    private void restore() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!regular) {
            return;
        }
        if (!channel.isOpen()) {
            openChannel();
        }
        channel.truncate(end);
        end = Math.min(end, channel.size()); // somebody may have emptied it, as copytruncate of logrotate does
    }

    /** Waits until the disk has it. */
    public void force() throws WriteFailure {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new WriteFailure(name, e);
        }
    }

    /** Bytes that are whole. */
    public long length() {
        return end;
    }

    /** Reads from a place on. @return how many bytes; less than fit where the file ends */
    public int read(ByteBuffer into, long from) throws WriteFailure {
        try {
            restore();
            return Math.max(0, channel.read(into, from));
        } catch (IOException e) {
            throw new WriteFailure(name, e);
        }
    }

    /** Whether it still is where it was opened: not moved away or deleted by somebody. */
    public boolean isInPlace() {
        try {
            return !regular || keyOf(path).equals(identity);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void closeQuietly(Exception told) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            told.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (regular || !path.equals(Path.of("-"))) {
            channel.close();
        }
    }
}
