package caravan.app.trial;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ties processes to this one. Each gets a session of its own, so that Ctrl-C reaches this process alone and it can
 * stop them in order; and each gets SIGTERM when the thread that started it ends, which happens even to a process that
 * is killed. Where the machine lacks the tools (it is no Linux), Ctrl-C reaches all at once and nobody ends the
 * children of a killed parent.
 */
final class Tether {
    private static final List<String> TOOLS = List.of("setsid", "setpriv", "--pdeathsig", "TERM");
    private static final int PATIENCE_SECONDS = 5;

    private Tether() {}

    /** @return what to put before a command line; nothing where the machine cannot */
    static List<String> find() {
        return works(Stream.concat(TOOLS.stream(), Stream.of("true")).toList()) ? TOOLS : List.of();
    }

    private static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
