package caravan.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Malformed task files that are small: {@code malformed/cases.txt} has one a line, with what the message must say
 * behind a double bar. A line in brackets says what the following ones are put into.
 */
record Cases(String document, boolean json, String expected) {
    private static final String TASK = "name: a\nseeds: [http://a.example/]\n";
    private static final Map<String, String> FRAMES = Map.of(
            "[yaml]", "@",
            "[json]", "@",
            "[task]", TASK + "@",
            "[seed]", "name: a\nseeds:\n  - @",
            "[rule]", TASK + "rules:\n  r: @",
            "[follow]", TASK + "rules:\n  r: {follow: @}",
            "[field]", TASK + "rules:\n  r: {items: {fields: {f: @}}}",
            "[transform]", TASK + "rules:\n  r: {items: {fields: {f: {css: a, transform: @}}}}");

    static List<Cases> all() {
        List<Cases> cases = new ArrayList<>();
        String kind = "[yaml]";
        for (String line : text("malformed/cases.txt").lines().toList()) {
            if (FRAMES.containsKey(line)) {
                kind = line;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int bar = line.lastIndexOf(" || ");
                String document = line.substring(0, bar).replace("\\n", "\n").replace("\\t", "\t");
                String expected = line.substring(bar + " || ".length()).strip();
                cases.add(new Cases(FRAMES.get(kind).replace("@", document), kind.equals("[json]"), expected));
            }
        }
        return cases;
    }

    static String text(String name) {
        try (InputStream stream = Cases.class.getResourceAsStream("/task/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Task read() {
        TaskCodec codec = Tasks.codec();
        return json ? codec.readJson(document, "bad") : codec.readYaml(document, "bad");
    }
}
