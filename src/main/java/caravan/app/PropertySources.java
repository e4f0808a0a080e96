package caravan.app;

import caravan.CaravanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where settings come from, weakest first: built-in defaults, a file, the environment, -D, the command line. */
final class PropertySources {
    private static final String PREFIX = "caravan.";
    private static final Path IN_THIS_FOLDER = Path.of("caravan.properties");

    private final Map<String, String> defaults = builtIn();

    /**
     * @param ofCommand what the command at hand has for defaults of its own
     */
    PropertySources(Map<String, String> ofCommand) {
        defaults.putAll(ofCommand);
    }

    /**
     * @param file        given by --config; without it {@code ./caravan.properties}, if there is one
     * @param commandLine flags and -P
     * @throws CaravanException INVALID naming every unknown key and bad value, or the file that cannot be read
     */
    Settings load(Optional<Path> file, Map<String, String> commandLine) {
        Map<String, String> merged = new TreeMap<>(defaults);
        file.or(() -> Optional.of(IN_THIS_FOLDER).filter(Files::exists))
                .ifPresent(path -> merged.putAll(fromFile(path)));
        merged.putAll(fromEnvironment(System.getenv()));
        merged.putAll(fromSystem());
        merged.putAll(commandLine);
        merged.computeIfPresent(
                "caravan.parse.concurrency", (key, value) -> value.matches("\\s*0+\\s*") ? processors() : value);
        return Settings.from(merged, known());
    }

    private Set<String> known() {
        return defaults.keySet();
    }

    /** Only variables of known settings count: platforms inject others that begin alike. */
    Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> found = new HashMap<>();
        for (String key : defaults.keySet()) {
            String variable = key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
            Optional.ofNullable(environment.get(variable)).ifPresent(value -> found.put(key, value));
        }
        return found;
    }

    private static Map<String, String> fromSystem() {
        Properties system = System.getProperties();
        return system.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .collect(Collectors.toMap(key -> key, system::getProperty));
    }

    private static Map<String, String> fromFile(Path path) {
        try (Reader reader = Files.newBufferedReader(path)) {
            return read(reader);
        } catch (NoSuchFileException e) {
            throw CaravanException.invalid("cannot read the settings file " + path + ": no such file");
        } catch (IOException | IllegalArgumentException e) {
            throw CaravanException.invalid("cannot read the settings file " + path + ": " + e.getMessage());
        }
    }

    private static Map<String, String> builtIn() {
        try (InputStream in = PropertySources.class.getResourceAsStream("/application.properties")) {
            Map<String, String> values = read(new InputStreamReader(in, StandardCharsets.UTF_8));
            values.keySet().removeIf(key -> !key.startsWith(PREFIX));
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static String processors() {
        return String.valueOf(Runtime.getRuntime().availableProcessors());
    }
}
