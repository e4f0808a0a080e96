package caravan.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard error, where everything is told that is not a record. Thread-safe. */
final class Console {
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final boolean quiet;
    private final boolean terminal = isTerminal();

    Console(boolean quiet) {
        this.quiet = quiet;
    }

    boolean isTerminalAndTalkative() {
        return terminal && !quiet;
    }

    synchronized void say(String text) {
        if (!quiet) {
            System.err.println(text);
        }
    }

    synchronized void warn(String text) {
        System.err.println("caravan: " + text);
    }

    /** Writes over the current line of the terminal. */
    synchronized void refresh(String line) {
        System.err.print(CLEAR_LINE + line);
        System.err.flush();
    }

    /** Whether standard error is a terminal: {@link System#console} would look at standard input and output instead. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
