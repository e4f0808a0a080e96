package caravan.app;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Trouble with a file, in words for the person who named it: the JDK often says it by the exception's class alone. */
final class FileFaults {
    private FileFaults() {}

    static String inWords(Exception fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileSystemException known) {
            return Optional.ofNullable(known.getReason()).orElse("not possible here");
        }
        return fault.getMessage();
    }
}
