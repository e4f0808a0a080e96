package caravan.testkit;

import caravan.app.Caravan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command line came to when it was run in this process.
 *
 * @param exitCode of the process it would have been
 * @param err      what was told on standard error
 * @param records  that were written, in order
 */
public record CommandLineRun(int exitCode, String err, List<JsonNode> records) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Crawls with no delay and quick retries, unless {@code arguments} say otherwise. */
    public static CommandLineRun crawl(Path folder, String... arguments) {
        Path out = folder.resolve("pages.jsonl");
        List<String> all = new ArrayList<>(List.of("crawl", "--out", out.toString()));
        if (!List.of(arguments).contains("--delay")) {
            all.addAll(List.of("--delay", "0"));
        }
        all.addAll(List.of("-P", "caravan.fetch.retry-wait=10ms", "-P", "caravan.robots.retry-wait=10ms"));
        all.addAll(List.of(arguments));
        CommandLineRun run = run(all.toArray(String[]::new));
        return new CommandLineRun(run.exitCode, run.err, Files.exists(out) ? read(out) : List.of());
    }

    /** Runs any command line; its records are not looked at. */
    public static CommandLineRun run(String... arguments) {
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(told, true, StandardCharsets.UTF_8)) {
            System.setErr(capture);
            int exitCode = Caravan.run(arguments);
            return new CommandLineRun(exitCode, told.toString(StandardCharsets.UTF_8), List.of());
        } finally {
            System.setErr(err);
        }
    }

    /** Every line of a file, which must be JSON. */
    public static List<JsonNode> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(CommandLineRun::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> urls() {
        return records.stream().map(each -> each.get("url").asText()).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + line, e);
        }
    }
}
