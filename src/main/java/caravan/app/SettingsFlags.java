package caravan.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags every command has. Each flag of a command is only a short way to say a property. */
class SettingsFlags {
    private final Map<String, String> defaults = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file (default: ./caravan.properties, if any).")
    private Path config;

    @Option(names = "-P", paramLabel = "KEY=VALUE", description = "Any setting, such as -P caravan.fetch.retries=5.")
    void property(Map<String, String> more) {
        properties.putAll(more);
    }

    final void set(String key, String value) {
        properties.put(key, value);
    }

    /** Whether a flag, or -P, says it. */
    final boolean isGiven(String key) {
        return properties.containsKey(key);
    }

    /** What flags, and -P, say. */
    final Map<String, String> given() {
        return Map.copyOf(properties);
    }

    /** Has settings be as if flags said so, unless they say something else. */
    final void giveToo(Map<String, String> settings) {
        settings.forEach(properties::putIfAbsent);
    }

    /** What a setting is for this command where nobody says otherwise. */
    final void setDefault(String key, String value) {
        defaults.put(key, value);
    }

    final Settings load() {
        Settings settings = new PropertySources(defaults).load(Optional.ofNullable(config), properties);
        Logging.format(settings.properties().get("caravan.log.format"));
        return settings;
    }
}
