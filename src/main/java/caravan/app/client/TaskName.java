package caravan.app.client;

import caravan.CaravanException;
import caravan.task.Task;
import picocli.CommandLine.Parameters;

/** The name of a task on the command line. */
final class TaskName {
    /** What stands for bytes that are no text in the encoding of the locale. */
    private static final char REPLACEMENT = '\uFFFD';

    @Parameters(paramLabel = "NAME", description = "Of the task.")
    private String name;

    /**
     * @throws CaravanException INVALID, saying what a name may hold
     */
    String required() {
        try {
            return Task.requireName(name);
        } catch (IllegalArgumentException e) {
            boolean garbled = name.indexOf(REPLACEMENT) >= 0;
            throw CaravanException.invalid(
                    e.getMessage() + (garbled ? "; the locale is not UTF-8, try LC_ALL=C.UTF-8" : ""));
        }
    }
}
