package caravan.app.stored;

import caravan.CaravanException;
import picocli.CommandLine.Option;

/** {@code --limit}: how many rows are shown. */
final class Limit {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    int rows() {
        if (limit < 1) {
            throw CaravanException.invalid("--limit must be 1 or more, but is " + limit);
        }
        return limit;
    }
}
