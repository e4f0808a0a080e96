package caravan.app;

import java.util.Map;
import java.util.Optional;

/** Chooses how log lines look, before the first is written: the logging library reads system properties only. */
final class Logging {
    private static final String FORMAT = "caravan.log.format";

    private Logging() {}

    static void prepare(Map<String, String> commandLine) {
        String format = Optional.ofNullable(commandLine.get(FORMAT))
                .or(() -> Optional.ofNullable(System.getProperty(FORMAT)))
                .or(() -> Optional.ofNullable(System.getenv("CARAVAN_LOG_FORMAT")))
                .orElse("text");
        System.setProperty("log.format", format.equalsIgnoreCase("json") ? "json" : "text");
    }

    /** One-shot commands talk to a person on the same terminal: what is not a problem stays out of their way. */
    static void onlyProblems() {
        System.setProperty("log.level", "WARN");
    }
}
