package caravan.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads tables of cases, by default those under {@code parse/}: one case a line, columns set apart by bars, # for
 * comments.
 */
public final class Tables {
    private static final Pattern COLUMN = Pattern.compile(" ?\\|(?: |$)");
    private static final Pattern CODE_UNIT = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    private Tables() {}

    public static Stream<List<String>> rows(String name) {
        return text(name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line ->
                        Stream.of(COLUMN.split(line, -1)).map(Tables::unescape).toList());
    }

    static String text(String name) {
        try (InputStream stream = Tables.class.getResourceAsStream(name.startsWith("/") ? name : "/parse/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescape(String column) {
        String text = CODE_UNIT
                .matcher(column)
                .replaceAll(unit -> String.valueOf((char) Integer.parseInt(unit.group(1), 16)));
        return text.replace("\\s", " ")
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r");
    }
}
