package caravan.task;

import caravan.CaravanException;
import caravan.task.tree.Syntax;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A definition as it is written.
 *
 * @param source named in errors, such as the file
 */
public record TaskText(Syntax syntax, String text, String source) {
    /** As a text, and as JSON. */
    static final int MOST_BYTES = 1 << 20;

    static final String TOO_LARGE = "is larger than 1 MiB, the most that a definition may be";

    /**
     * @param file JSON where its name ends in {@code .json}, else YAML
     * @throws CaravanException INVALID when it cannot be read, naming the file
     */
    public static TaskText ofFile(Path file) {
        Syntax syntax = file.toString().endsWith(".json") ? Syntax.JSON : Syntax.YAML;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw CaravanException.invalid(file + ":1: " + TOO_LARGE);
            }
            return new TaskText(syntax, Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw CaravanException.invalid(file + ": no such file");
        } catch (MalformedInputException e) {
            throw CaravanException.invalid(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw CaravanException.invalid(file + ": cannot be read: " + e.getMessage());
        }
    }
}
