package caravan.app;

import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Chooses how log lines look, before the first is written: the logging library reads system properties only. */
final class Logging {
    private Logging() {}

    /**
     * @param format {@code text} or {@code json}
     */
    static void format(String format) {
        System.setProperty("log.format", format.strip().toLowerCase(Locale.ROOT));
    }

    /** Has libraries that use the JDK's own logging write where we do. */
    static void gatherAll() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** One-shot commands talk to a person on the same terminal: what is not a problem stays out of their way. */
    static void onlyProblems() {
        System.setProperty("log.level", "WARN");
    }
}
