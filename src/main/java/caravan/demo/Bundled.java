package caravan.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the shop's data and texts, which are bundled beside it. */
final class Bundled {
    private Bundled() {}

    /** @return the rows of a tab-separated resource under {@code /demo/}, by the column names of its first line */
    static List<Map<String, String>> rows(String name) {
        List<String> lines = text(name).lines().toList();
        String[] columns = lines.get(0).split("\t", -1);
        return lines.stream().skip(1).map(line -> row(columns, line)).toList();
    }

    /** @return a resource under {@code /demo/} as it is */
    static String text(String name) {
        try (InputStream in = Bundled.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks /demo/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> row(String[] columns, String line) {
        String[] values = line.split("\t", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < columns.length; i++) {
            row.put(columns[i], values[i]);
        }
        return row;
    }
}
