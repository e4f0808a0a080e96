package caravan.sink.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A file could not be written. The message names it and says why, in words for the person who runs the process. */
public final class WriteFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param file as its owner knows it */
    public WriteFailure(String file, Exception cause) {
        super("cannot write " + file + ": " + reason(cause), cause);
    }

    /** @param reason why not, such as {@code it is a folder} */
    public WriteFailure(String file, String reason) {
        super("cannot write " + file + ": " + reason);
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof ClosedChannelException) {
            return "it was closed";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        if (e instanceof InvalidPathException path) {
            return path.getReason();
        }
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
